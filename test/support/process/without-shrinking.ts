/** Runs before the specs of mutants: one failing example is enough, and looking for a smaller one takes most of the time. */
import fc from 'fast-check';

fc.configureGlobal({ endOnFailure: true });
