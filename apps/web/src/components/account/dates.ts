import { account } from '../../words/en/account';
import { moment } from '../../words/format';

export { day as dayOf } from '../../words/format';
export const lastUse = (time: string | undefined) =>
  time ? account.lastUsed(moment(time)) : account.neverUsed;
