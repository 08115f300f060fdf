const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export const dayOf = (time: string) => day.format(new Date(time));
export const lastUse = (time: string | undefined) =>
  time ? `last used ${moment.format(new Date(time))}` : 'never used';
