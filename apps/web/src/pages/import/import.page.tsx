import * as Progress from '@radix-ui/react-progress';
import { type DragEvent, useRef, useState } from 'react';
import { messageOf } from '../../http/problem';
import { useApply } from '../../api/account/imports';
import { download, type ExportFormat, type HistoryFile, useLook } from '../../api/account/upload';
import { Icon } from '../../components/basic/icons';
import { say } from '../../components/basic/toasts';
import { useTitle } from '../title';
import { Imported } from './imported';
import { LookAtImport } from './look-at-import';
import { PastImports } from './past-imports';
import { imports } from '../../words/en/imports';

const EXPORTS: ExportFormat[] = ['csv', 'json', 'letterboxd', 'imdb', 'trakt'];

export function ImportPage() {
  useTitle(imports.title);
  const look = useLook();
  const apply = useApply();
  const start = (history: HistoryFile) => {
    if (look.isPending || apply.isPending) return;
    apply.reset();
    look.mutate(history);
  };
  const cancel = () => {
    look.reset();
    apply.reset();
  };

  return (
    <div className="columns">
      <section aria-labelledby="import">
        <h2 id="import">{imports.bring}</h2>
        <p className="muted">{imports.bringWhat}</p>
        <FilePicker busy={look.isPending || apply.isPending} onFile={(file) => start({ file })} />
        {look.isPending && <Sending sent={look.sent} name={look.variables.file.name} />}
        {(look.error ?? apply.error) && (
          <p className="form-problem" role="alert">
            {messageOf(look.error ?? apply.error)}
          </p>
        )}
        {look.isSuccess && !apply.isSuccess && (
          <LookAtImport
            key={look.data.importId}
            look={look.data}
            history={look.variables}
            busy={apply.isPending}
            onAgain={start}
            onApply={(decisions) => apply.mutate({ importId: look.data.importId, decisions })}
            onCancel={cancel}
          />
        )}
        {apply.isSuccess && <Imported result={apply.data} onTakenBack={cancel} />}
        <PastImports />
      </section>
      <section aria-labelledby="export">
        <h2 id="export">{imports.takeWith}</h2>
        <p className="muted">{imports.takeWithWhat}</p>
        <p className="row">
          {EXPORTS.map((format) => (
            <button
              key={format}
              type="button"
              className="button"
              onClick={() => void download(format).catch((error: unknown) => say(messageOf(error)))}
            >
              <Icon name="download" />
              {imports.exports[format]}
            </button>
          ))}
        </p>
      </section>
    </div>
  );
}

function FilePicker({ busy, onFile }: { busy: boolean; onFile: (file: File) => void }) {
  const picker = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (file?: File | null) => {
    if (file) onFile(file);
    if (picker.current) picker.current.value = '';
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <div
      className="drop"
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Icon name="upload" />
      <p>{imports.drop}</p>
      <button
        type="button"
        className="button primary"
        disabled={busy}
        onClick={() => picker.current?.click()}
      >
        {imports.chooseFile}
      </button>
      <input
        ref={picker}
        type="file"
        accept=".csv,.tsv,.txt,.json,.xml,.zip"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={imports.file}
        onChange={(event) => take(event.target.files?.[0])}
      />
    </div>
  );
}

function Sending({ sent, name }: { sent: number; name: string }) {
  const percent = Math.round(sent * 100);
  return (
    <div className="sending" role="status">
      <p>{sent < 1 ? imports.sending(name, sent) : imports.finding(name)}</p>
      <Progress.Root className="progress" value={sent < 1 ? percent : null} aria-label={imports.import}>
        <Progress.Indicator className="progress-bar" style={{ width: sent < 1 ? `${percent}%` : '100%' }} />
      </Progress.Root>
    </div>
  );
}
