import { useSignedIn } from '../../api/me';
import { RecommendationsPage } from './recommendations.page';
import { SharedListPage } from './shared-list.page';

/** `/list`: somebody's own list, with filters; for a stranger what an address that they were given is about. */
export function ListPage() {
  return useSignedIn() ? <RecommendationsPage /> : <SharedListPage />;
}
