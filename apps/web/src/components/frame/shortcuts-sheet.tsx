import { Dialog } from '../basic/dialog';
import { closeShortcuts, shortcuts, switchShortcuts } from '../basic/shortcuts';
import { useStore } from '../../session/store';

const ANYWHERE: [keys: string[], what: string][] = [
  [['/'], 'Search'],
  [['←', '→', '↑', '↓'], 'From film to film'],
  [['Enter'], 'Open the film'],
  [['Esc'], 'Close what is open'],
  [['?'], 'This sheet'],
];
const AT_A_FILM: [keys: string[], what: string][] = [
  [['1', '2', '3', '4', '5'], 'Stars; the same again for a half less'],
  [['s'], 'Seen it'],
  [['w'], 'Watch later'],
  [['n'], 'Not interested'],
];

/** What single keys do, and a switch for who is better off without them. */
export function ShortcutsSheet() {
  const { areOn } = useStore(shortcuts);
  return (
    <Dialog label="Keyboard shortcuts" onClose={closeShortcuts}>
      <h2>Keyboard shortcuts</h2>
      <Keys keys={ANYWHERE} />
      <h3>At a film, on its card or opened</h3>
      <Keys keys={AT_A_FILM} />
      <label className="row">
        <input type="checkbox" checked={areOn} onChange={({ target }) => switchShortcuts(target.checked)} />
        Single keys do this
      </label>
    </Dialog>
  );
}

function Keys({ keys }: { keys: typeof ANYWHERE }) {
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
