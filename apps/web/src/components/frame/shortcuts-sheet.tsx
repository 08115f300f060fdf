import { Dialog } from '../basic/dialog';
import { closeShortcuts, shortcuts, switchShortcuts } from '../basic/shortcuts';
import { useStore } from '../../session/store';
import { sayings } from '../../words/en/sayings';
import { shortcutWords as words } from '../../words/en/shortcuts';

type KeysAndWhat = [keys: string[], what: string][];

const anywhere = (): KeysAndWhat => [
  [['/'], words.search],
  [['←', '→', '↑', '↓'], words.step],
  [[words.enter], words.open],
  [[words.escape], words.close],
  [['?'], words.sheet],
];
const atFilm = (): KeysAndWhat => [
  [['1', '2', '3', '4', '5'], words.stars],
  [['s'], sayings.seenIt],
  [['w'], sayings.watchLater],
  [['n'], sayings.notInterested],
];

/** What single keys do, and a switch for who is better off without them. */
export function ShortcutsSheet() {
  const { areOn } = useStore(shortcuts);
  return (
    <Dialog label={words.title} onClose={closeShortcuts}>
      <h2>{words.title}</h2>
      <Keys keys={anywhere()} />
      <h3>{words.atFilm}</h3>
      <Keys keys={atFilm()} />
      <label className="row">
        <input type="checkbox" checked={areOn} onChange={({ target }) => switchShortcuts(target.checked)} />
        {words.areOn}
      </label>
    </Dialog>
  );
}

function Keys({ keys }: { keys: KeysAndWhat }) {
  return (
    <dl className="shortcuts">
      {keys.map(([names, what]) => (
        <div key={what}>
          <dt>
            {names.map((name) => (
              <kbd key={name}>{name}</kbd>
            ))}
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}
