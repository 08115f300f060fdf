/** How often a tab that does not lead makes sure that another does. */
const CHECK_MS = 3000;
/** A leader that says nothing for so long is gone or frozen. */
const SILENCE_MS = 8000;
/** Without locks: how long a new tab listens for a leader before it leads. */
const LISTEN_MS = 400;

type Word = { word: 'who leads?' | 'I lead' | 'I leave'; from: string };

/**
 * Has one tab of this browser at a time do something for all. Where there are Web Locks, the lock says which, and a tab that
 * is closed or crashes passes it on by itself; a tab that the browser has frozen with the lock in hand does not answer, and
 * another takes it. A page that came over plain HTTP by name has no locks: there tabs ask each other over the channel, and of
 * two that began together the one with the lower name goes on. (A SharedWorker would do too, but not on Android.)
 *
 * @param name  the same in every tab
 * @param lead  does it until its signal is aborted
 * @param stop  ends this tab's part in it
 */
export function leadInTurn(name: string, lead: (signal: AbortSignal) => void, stop: AbortSignal): void {
  new Candidate(name, lead, stop).begin();
}

class Candidate {
  private readonly id = `${Math.random()}`;
  private readonly channel: BroadcastChannel;
  private readonly locks = navigator.locks as LockManager | undefined;
  /** While this tab leads. */
  private term?: AbortController;
  private lastSign = performance.now();

  constructor(
    private readonly name: string,
    private readonly lead: (signal: AbortSignal) => void,
    private readonly stop: AbortSignal,
  ) {
    this.channel = new BroadcastChannel(`lead ${name}`);
  }

  begin(): void {
    if (this.stop.aborted) return;
    this.channel.onmessage = ({ data }: MessageEvent<Word>) => this.hear(data);
    const timer = window.setInterval(() => this.check(), CHECK_MS);
    // A page in the back/forward cache, or frozen, does nothing for anybody.
    const leave = () => this.leave();
    window.addEventListener('pagehide', leave);
    document.addEventListener('freeze', leave);
    this.stop.addEventListener('abort', () => {
      window.clearInterval(timer);
      window.removeEventListener('pagehide', leave);
      document.removeEventListener('freeze', leave);
      this.leave();
      this.channel.close();
    });
    this.queue();
  }

  private say(word: Word['word']): void {
    this.channel.postMessage({ word, from: this.id } satisfies Word);
  }

  private hear({ word, from }: Word): void {
    if (word === 'who leads?' && this.term) this.say('I lead');
    if (word === 'I leave' && !this.locks) this.listen();
    if (word !== 'I lead') return;
    this.lastSign = performance.now();
    if (this.term && !this.locks) {
      if (from < this.id) this.leave();
      else this.say('I lead');
    }
  }

  /** Leads as soon as nobody else does. */
  private queue(): void {
    if (this.locks) this.hold({ signal: this.stop });
    else this.listen();
  }

  private listen(): void {
    const asked = performance.now();
    this.say('who leads?');
    window.setTimeout(() => this.lastSign < asked && this.takeOver(), LISTEN_MS * (1 + Math.random()));
  }

  private check(): void {
    if (this.term) return this.say('I lead');
    if (performance.now() - this.lastSign > SILENCE_MS) {
      this.lastSign = performance.now();
      if (this.locks) this.hold({ steal: true });
      else this.takeOver();
    } else this.say('who leads?');
  }

  private hold(options: LockOptions): void {
    void this.locks!.request(`lead ${this.name}`, options, () => this.takeOver()).catch(() => {
      // Taken away, or stopped.
      this.term?.abort();
      this.term = undefined;
      if (!this.stop.aborted && !options.steal) this.queue();
    });
  }

  /** @returns when this tab leads no more */
  private takeOver(): Promise<void> {
    if (this.term || this.stop.aborted) return Promise.resolve();
    const term = (this.term = new AbortController());
    this.say('I lead');
    this.lead(term.signal);
    return new Promise((resolve) => term.signal.addEventListener('abort', () => resolve()));
  }

  private leave(): void {
    if (!this.term) return;
    this.term.abort();
    this.term = undefined;
    this.say('I leave');
    if (this.locks && !this.stop.aborted) this.queue();
  }
}
