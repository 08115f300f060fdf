import { sayings } from '../../words/en/sayings';
import { percent } from '../../words/format';
import { Rich } from '../../words/rich';
import { StarsShown } from './stars';

const strong = (figure: string) => <strong>{figure}</strong>;

/** How well a movie fits, in words. @param match in per cent */
export const Match = ({ match }: { match: number }) => (
  <Rich text={sayings.matchOf(percent(match / 100))} parts={{ strong }} />
);

/** The stars that the user would give, drawn and in words. */
export const StarsForMe = ({ stars }: { stars: number }) => (
  <>
    <StarsShown value={stars} /> <Rich text={sayings.forYou(stars)} parts={{ strong }} />
  </>
);
