import { AppError } from '#contracts/protocol/app.error.js';

const MOST = 10_000;

interface Kept<T> {
  answer: Promise<T>;
  until: number;
}

/**
 * Answers to questions that many requests ask, kept for a while: who asks at the same time waits for the same one. A refusal
 * is kept too; a failure to ask is not. Of more than ten thousand the eldest goes.
 */
export class TokenAnswers<T> {
  private readonly kept = new Map<string, Kept<T>>();

  constructor(private readonly keptMs: number) {}

  has(question: string, now = Date.now()): boolean {
    return (this.kept.get(question)?.until ?? 0) > now;
  }

  clear(): void {
    this.kept.clear();
  }

  of(question: string, ask: () => Promise<T>, now = Date.now()): Promise<T> {
    const kept = this.kept.get(question);
    if (kept && kept.until > now) return kept.answer;
    const answer = ask();
    const entry = { answer, until: now + this.keptMs };
    this.kept.delete(question);
    if (this.kept.size >= MOST) this.kept.delete(this.kept.keys().next().value!);
    this.kept.set(question, entry);
    answer.catch((error: unknown) => {
      const isRefusal = error instanceof AppError && error.status < 500;
      if (!isRefusal && this.kept.get(question) === entry) this.kept.delete(question);
    });
    return answer;
  }
}
