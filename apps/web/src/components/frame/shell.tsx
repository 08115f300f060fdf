import { useEffect, useRef, useState } from 'react';
import { Link, NavLink, Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router';
import { useSignedIn } from '../../api/me';
import { useEntry } from '../basic/entry';
import { Unreachable } from '../../http/problem';
import { reachability } from '../../session/reachability';
import { resumeSession, session } from '../../session/session';
import { useStore } from '../../session/store';
import { OfflinePage } from './offline.page';
import { Icon } from '../basic/icons';
import { KeptStar } from '../movie/kept-star';
import { ListFollower } from './list-follower';
import { Shortcuts } from './shortcuts';
import { SearchBox } from '../form/search-box';
import { useTheme } from '../basic/theme';
import { Toasts } from '../basic/toasts';
import { app } from '../../words/en/app';
import { LanguageChoice } from './language-choice';

/** What stands around every page; it first finds out who is here. */
export function Shell() {
  const { status, account } = useStore(session);
  const { up } = useStore(reachability);
  const [failed, setFailed] = useState(false);
  const main = useRef<HTMLElement>(null);
  const isOnItsWay = useNavigation().state !== 'idle';

  useEffect(() => {
    if (!up || status !== 'unknown') return;
    resumeSession().then(
      () => setFailed(false),
      (error: unknown) => setFailed(error instanceof Unreachable || error instanceof Error),
    );
  }, [up, status]);

  useFocusOnNewPage(main);

  return (
    <>
      <a className="skip-link" href="#main">
        {app.skip}
      </a>
      <Header />
      {!up && status !== 'unknown' && <AwayNotice isStranger={status !== 'signed-in'} />}
      <p className="page-wait" role="status">
        {isOnItsWay && <span>{app.loadingPage}</span>}
      </p>
      <main id="main" ref={main} tabIndex={-1} aria-busy={isOnItsWay}>
        {status === 'unknown' ? (failed || !up) && <OfflinePage /> : <Outlet />}
      </main>
      {status !== 'unknown' && (
        <footer className="footer">
          <LanguageChoice />
        </footer>
      )}
      {status === 'signed-in' && <TabBar />}
      {account && <ListFollower account={account} />}
      {account && <KeptStar />}
      <Shortcuts />
      <Toasts />
      <ScrollRestoration />
    </>
  );
}

/** A screen reader hears of the new page, and the keyboard starts at its top. */
function useFocusOnNewPage(main: React.RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  const last = useRef(pathname);
  useEffect(() => {
    const section = (path: string) => path.split('/')[1];
    const within = section(pathname) === 'my-films' && section(last.current) === 'my-films';
    // Who is typing in the search field goes on typing when its page opens.
    const typing = document.activeElement instanceof HTMLInputElement;
    if (last.current !== pathname && !within && !typing) main.current?.focus({ preventScroll: true });
    last.current = pathname;
  }, [pathname, main]);
}

function AwayNotice({ isStranger }: { isStranger: boolean }) {
  return (
    <div className="away-notice" role="status">
      <span className="thinking-dots" aria-hidden="true" />
      {isStranger ? app.awayStranger : app.away}
    </div>
  );
}

function Header() {
  const signedIn = useSignedIn();
  const { status } = useStore(session);
  const isForYou = useIsForYou();
  const entry = useEntry();
  return (
    <header className="header">
      <div className="header-inner">
        <Link to="/" className="wordmark" aria-label={app.home}>
          <Icon name="star" filled />
          <span>{app.name}</span>
        </Link>
        {signedIn && (
          <nav className="header-nav" aria-label={app.main}>
            <NavLink to="/" end className={isForYou ? 'active' : undefined}>
              {app.forYou}
            </NavLink>
            <NavLink to="/tonight">{app.tonight}</NavLink>
            <NavLink to="/rate">{app.rateFilms}</NavLink>
            <NavLink to="/my-films">{app.myFilms}</NavLink>
          </nav>
        )}
        <SearchBox />
        <div className="header-end">
          {!signedIn && (
            <Link to="/search" className="icon-button header-search" aria-label={app.searchFilms}>
              <Icon name="search" />
            </Link>
          )}
          <ThemeButton />
          {signedIn ? (
            <NavLink to="/account" className="icon-button header-account" aria-label={app.account}>
              <Icon name="user" />
            </NavLink>
          ) : (
            status !== 'unknown' && (
              <NavLink to={entry('/login')} className="button quiet">
                {app.logIn}
              </NavLink>
            )
          )}
        </div>
      </div>
    </header>
  );
}

/** Home, the whole list, and a row of it are one place. */
const useIsForYou = () => /^\/($|list$|rows\/)/.test(useLocation().pathname);

function ThemeButton() {
  const [theme, next] = useTheme();
  const icon = theme === 'auto' ? 'auto' : theme === 'dark' ? 'moon' : 'sun';
  return (
    <button
      type="button"
      className="icon-button"
      onClick={next}
      aria-label={app.changeTheme(app.themes[theme])}
      title={app.theme(app.themes[theme])}
    >
      <Icon name={icon} />
    </button>
  );
}

/** The main places, under the thumb on a narrow screen. */
function TabBar() {
  return (
    <nav className="tab-bar" aria-label={app.mainAtBottom}>
      <NavLink to="/" end className={useIsForYou() ? 'active' : undefined}>
        <Icon name="spark" />
        {app.forYou}
      </NavLink>
      <NavLink to="/tonight">
        <Icon name="moon" />
        {app.tonight}
      </NavLink>
      <NavLink to="/rate">
        <Icon name="star" />
        {app.rate}
      </NavLink>
      <NavLink to="/search">
        <Icon name="search" />
        {app.search}
      </NavLink>
      <NavLink to="/my-films">
        <Icon name="grid" />
        {app.myFilms}
      </NavLink>
      <NavLink to="/account">
        <Icon name="user" />
        {app.account}
      </NavLink>
    </nav>
  );
}
