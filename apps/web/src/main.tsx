import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from './api/query.client';
import { keepFocus } from './components/basic/focus';
import { keepShell } from './offline/keep-shell';
import { routes } from './routes';
import { keepInStep } from './session/in.step';
import './styles/index.css';
import { type Language, languageOf, setLanguage, showIn, withoutLanguage } from './words/language';
import { translate } from './words/words';

const first = languageOf(new URL(window.location.href), navigator.languages);
withoutLanguage();
const router = routes();
const root = createRoot(document.getElementById('root')!);

/** A page in another language is another page: nothing of it stays but what was kept elsewhere. */
async function show(language: Language): Promise<void> {
  translate(language === 'de' ? (await import('./words/de')).german : {});
  setLanguage(language);
  // Reasons, titles of rows and what went wrong are in the server's words.
  void queryClient.invalidateQueries();
  root.render(
    <StrictMode key={language}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}

keepInStep(queryClient);
keepFocus();
keepShell();
void showIn(first, show);
