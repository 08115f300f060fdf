import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { queryClient } from './api/query.client';
import { keepFocus } from './components/basic/focus';
import { keepShell } from './offline/keep-shell';
import { router } from './routes';
import { keepInStep } from './session/in.step';
import './styles/index.css';

keepInStep(queryClient);
keepFocus();
keepShell();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
