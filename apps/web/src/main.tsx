import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from './api/query.client';
import { keepFocus } from './components/basic/focus';
import { keepShell } from './offline/keep-shell';
import { routes } from './routes';
import { keepInStep } from './session/in.step';
import { type Language, language, setLanguage, showIn, withoutLanguage } from './words/language';
import { translate } from './words/words';

withoutLanguage();
const router = routes();
const root = createRoot(document.getElementById('root')!);

/** A page in another language is another page: nothing of it stays but what was kept elsewhere. */
async function show(next: Language): Promise<void> {
  translate(next === 'de' ? (await import('./words/de')).german : {});
  setLanguage(next);
  // Reasons, titles of rows and what went wrong are in the server's words.
  void queryClient.invalidateQueries();
  root.render(
    <StrictMode key={next}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}

keepInStep(queryClient);
keepFocus();
keepShell();
void showIn(language(), show);
