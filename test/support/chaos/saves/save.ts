/** One try to save a rating, as the person who sent it saw it. Times are milliseconds of `performance.now()`. */
export interface Save {
  person: string;
  film: string;
  stars: number;
  key: string;
  sentAt: number;
  answeredAt: number;
  /** 0 when nobody answered. */
  status: number;
  /** What the answer says the person's data have become. */
  version?: number;
}

/** A write as the data show it. */
export interface Written {
  person: string;
  version: number;
  film: string;
  stars: number;
  /** It was not there yet at this moment. */
  notBefore: number;
}

export const acknowledged = ({ status }: Save) => status >= 200 && status < 300;
