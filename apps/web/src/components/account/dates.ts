import { account } from '../../words/en/account';
import { moment } from '../../words/dates';

export { day as dayOf } from '../../words/dates';
export const lastUse = (time: string | undefined) =>
  time ? account.lastUsed(moment(time)) : account.neverUsed;
