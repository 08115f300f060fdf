import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { movieId } from '../support/system/small.dataset.js';
import { inBrowser } from '../support/web/in-browser.js';
import { expectNoFaults, moviesOn, logIn, ownList, see, star } from '../support/web/web.fixture.js';

const isSpace = (title: string) => title.startsWith('space');

inBrowser('a film lover', (fixture) => {
  it('registers, rates, gets a list with reasons, and sees it change', async () => {
    const page = await fixture.visitor();
    const email = `${randomUUID()}@example.com`;

    await page.goto('/');
    await page.getByRole('link', { name: 'Start rating' }).click();
    await page.getByLabel('E-mail').fill('not an address');
    await page.getByLabel('Password').fill('short');
    await page.getByRole('button', { name: 'Make my account' }).click();
    await page.getByText('That is not an e-mail address.').waitFor();
    await page.getByText('Use 8 characters or more.').waitFor();
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Make my account' }).click();

    await page.waitForURL('**/rate');
    await page.getByText('5 more for a first list').waitFor();
    await page.locator('[data-film]').first().waitFor();
    const offered = await moviesOn(page);
    await page.getByRole('button', { name: `Haven’t seen it: ${offered[0]}`, exact: true }).click();
    await see(async () => expect(await moviesOn(page)).not.toContain(offered[0]));
    await page.getByRole('searchbox', { name: 'Find your own favourites by title' }).fill('space film');
    const favourites = page.getByRole('region', { name: 'Films called space film' });
    await favourites.locator('[data-film]').first().waitFor();
    const titles = (await favourites.locator('h3').allInnerTexts()).slice(0, 5);
    for (const title of titles) await star(page, title, 5).first().click();
    await page.getByText('5 films rated').waitFor();
    await page.getByRole('link', { name: 'See my list' }).click();

    await page.getByRole('heading', { name: 'For you' }).waitFor();
    await ownList(page);
    const eight = (await moviesOn(page)).slice(0, 8);
    expect(eight.filter(isSpace)).toHaveLength(8);
    expect(await page.locator('[data-film] .card-reason').first().innerText()).toMatch(/\w+ \w+/);
    const before = await moviesOn(page);
    expect(before.filter((title) => titles.includes(title))).toEqual([]);

    const navigations: string[] = [];
    page.on('framenavigated', (frame) => navigations.push(frame.url()));
    await page.getByRole('link', { name: before[0], exact: true }).click();
    const sheet = page.getByRole('dialog', { name: before[0] });
    await sheet.getByText('Why it is on your list').waitFor();
    await see(async () => expect(await sheet.locator('.contribution-legend li').count()).toBe(6));
    await sheet.getByText('astronauts').waitFor();
    await star(page, before[0], 4).click();
    await star(page, before[0], 4).click();
    await see(async () => expect(await sheet.locator('.rate-words').innerText()).toBe('3.5 stars'));
    await sheet.getByRole('button', { name: 'Close' }).click();
    await see(async () => expect(await moviesOn(page)).not.toContain(before[0]));
    await page.getByText('Updated with what you just told us').waitFor();
    await page.getByText('Updated with what you just told us').waitFor({ state: 'detached' });
    expect(navigations.every((url) => new URL(url).pathname === '/')).toBe(true);
  });

  it('turns a film down and changes their mind, and keeps one for later', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/list');
    await page.locator('[data-film]').first().waitFor();
    const [first, second] = await moviesOn(page);
    await page.getByRole('link', { name: first, exact: true }).click();
    await page.getByRole('button', { name: 'Not interested' }).click();
    await see(async () => expect(await moviesOn(page)).not.toContain(first));
    await page.getByRole('button', { name: 'Undo' }).click();
    await see(async () => expect(await moviesOn(page)).toContain(first));

    await page.getByRole('link', { name: second, exact: true }).click();
    await page.getByRole('button', { name: 'Watch later' }).click();
    await see(async () => expect(await moviesOn(page)).not.toContain(second));
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'My films' }).first().click();
    await page.getByRole('link', { name: 'Watchlist' }).click();
    await see(async () => expect(await moviesOn(page)).toEqual([second]));
  });

  it('takes back by mouse and touch what was done by mistake, also while a film is open', async () => {
    const { page } = await fixture.filmLover({ viewport: { width: 390, height: 844 }, hasTouch: true });
    await page.goto('/list');
    await ownList(page);
    const [movie] = await moviesOn(page);
    await page.getByRole('link', { name: movie, exact: true }).tap();
    const sheet = page.getByRole('dialog', { name: movie });
    const undo = sheet.getByRole('button', { name: 'Undo' });
    const words = sheet.locator('.rate-words');
    await star(page, movie, 2).tap();
    await sheet.getByText(`${movie}: 2 stars.`).waitFor();
    await star(page, movie, 5).tap();
    await sheet.getByText(`${movie}: 5 stars.`).waitFor();
    await undo.tap();
    await see(async () => expect(await words.innerText()).toBe('2 stars'));
    await sheet.getByRole('button', { name: `Remove my rating of ${movie}` }).tap();
    await see(async () => expect(await words.innerText()).toBe('Rate it'));
    await undo.tap();
    await see(async () => expect(await words.innerText()).toBe('2 stars'));
    await sheet.getByRole('button', { name: 'Watch later' }).tap();
    await sheet.getByText('leaves the list of suggestions').waitFor();
    await undo.tap();
    await see(async () => expect(await sheet.locator('[aria-pressed=true]').count()).toBe(0));

    await page.goto('/rate');
    await page.locator('[data-film]').first().waitFor();
    const [offered] = await moviesOn(page);
    await page.getByRole('button', { name: `Haven’t seen it: ${offered}`, exact: true }).tap();
    await see(async () => expect(await moviesOn(page)).not.toContain(offered));
    await page.getByRole('button', { name: 'Undo' }).tap();
    await see(async () => expect(await moviesOn(page)).toContain(offered));
    await star(page, offered, 3).tap();
    // Saved at once, and it stays where it is.
    await page.getByText('7 films rated').waitFor();
    await page.getByText(`${offered}: 3 stars.`).waitFor();
    await page.getByRole('button', { name: `Remove my rating of ${offered}` }).tap();
    await page.getByText('6 films rated').waitFor();
    expect(await moviesOn(page)).toContain(offered);
  });

  it('never loses their place on the keyboard with a film that goes', async () => {
    const { page } = await fixture.filmLover();
    const focused = () =>
      page.evaluate<string>(`(() => { const { activeElement: at } = document;
        return at.closest('[data-film]')?.querySelector('h3').textContent ?? at.className; })()`);
    await page.goto('/list');
    await ownList(page);
    const [first, second, third] = await moviesOn(page);
    const open = async (movie: string) => {
      await page.getByRole('link', { name: movie, exact: true }).press('Enter');
      await page.getByRole('dialog', { name: movie }).waitFor();
    };
    await open(first);
    await page.getByRole('slider', { name: `Your rating of ${first}` }).press('4');
    await page.getByRole('button', { name: `Remove my rating of ${first}` }).press('Enter');
    expect(await focused()).toBe('stars');
    await page.keyboard.press('5');
    await see(async () => expect(await moviesOn(page)).not.toContain(first));
    await page.keyboard.press('Escape');
    await see(async () => expect(await focused()).not.toBe(''));
    expect(await moviesOn(page)).toContain(await focused());

    await page.goto('/my-films/ratings');
    await page.locator('[data-film]').first().waitFor();
    const [, rated, next] = await moviesOn(page);
    await page.getByRole('button', { name: `Remove my rating of ${rated}`, exact: true }).press('Enter');
    await see(async () => expect(await moviesOn(page)).not.toContain(rated));
    expect(await focused()).toBe(next);

    await page.goto('/rate');
    await page.locator('[data-film]').first().waitFor();
    const [, unseen, known] = await moviesOn(page);
    await page.getByRole('button', { name: `Haven’t seen it: ${unseen}`, exact: true }).press('Enter');
    await see(async () => expect(await focused()).toBe(known));

    await page.goto('/list');
    await ownList(page);
    const refused = [second, third].find((movie) => movie !== unseen)!;
    await open(refused);
    await page.getByRole('button', { name: 'Not interested' }).press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await see(async () => expect(await moviesOn(page)).toContain(await focused()));
  });

  it('finds films by title and by what they are about, and reads a film’s page', async () => {
    const page = await fixture.visitor();
    await page.goto('/list');
    // Who searches first after a while may come before the encoder is there, and is told so.
    await see(async () =>
      expect((await page.request.get('/api/v1/movies/search?q=astronauts')).status()).toBe(200),
    );
    await page.getByRole('searchbox', { name: 'Search films' }).pressSequentially('paris film 7');
    await see(async () => expect((await moviesOn(page))[0]).toBe('paris film 7'));
    expect(page.url()).toContain('/search?q=paris');
    const search = page.getByRole('searchbox', { name: 'Search films' });
    const titles = page.getByRole('region', { name: 'Titles' });
    await search.fill('pariss flim seven');
    await see(async () => expect(await titles.locator('h3').allInnerTexts()).toEqual(['paris film 7']));
    await search.fill('astronauts meet an alien robot');
    const about = page.getByRole('region', { name: /^Films about/ });
    await see(async () => {
      const titles = await about.locator('h3').allInnerTexts();
      expect(titles.length).toBeGreaterThan(0);
      expect(titles.every(isSpace)).toBe(true);
    });
    await page.goto(`/movies/${movieId('paris', 3)}`);
    await page.getByRole('heading', { name: 'paris film 3', level: 1 }).waitFor();
    await page.getByText(/\d+ ratings/).waitFor();
    const similar = page.getByRole('region', { name: 'Films like this' });
    await similar.locator('[data-film] .card-reason').first().waitFor();
    await page.getByRole('link', { name: 'Claire Seine' }).click();
    await page.getByRole('heading', { name: 'Films with Claire Seine' }).waitFor();
    await search.fill('xqzzvv');
    await page.getByText('No film is called “xqzzvv”.').waitFor();
    await page.getByText('No plot comes close to that.').waitFor();
    expect(await page.getByRole('region', { name: 'People' }).count()).toBe(0);
    await search.fill('ada orbti');
    const people = page.getByRole('region', { name: 'People' });
    await people.getByRole('link', { name: 'Ada Orbit' }).waitFor();
    expect(await titles.count()).toBe(0);
    await people.getByRole('link', { name: 'Ada Orbit' }).click();
    await page.getByRole('heading', { name: 'Ada Orbit', level: 1 }).waitFor();
    await page.getByText('Director · 60 films').waitFor();
    await page.goto('/people/nobody');
    await page.getByText('This person was left on the cutting-room floor.').waitFor();
  });

  it('shows a stranger what they were sent, and keeps their stars until they have an account', async () => {
    const page = await fixture.visitor({ viewport: { width: 390, height: 844 }, hasTouch: true });
    const film = `paris film 3`;
    await page.goto(`/?genre=Drama&yearFrom=1960&film=${movieId('paris', 3)}`);
    const sheet = page.getByRole('dialog', { name: film });
    await sheet.getByText('falls in love').waitFor();
    await sheet.getByRole('button', { name: 'Close' }).tap();
    await see(async () => expect((await moviesOn(page)).length).toBeGreaterThan(5));
    expect((await moviesOn(page)).some(isSpace)).toBe(false);
    await page.getByRole('link', { name: film, exact: true }).tap();
    await star(page, film, 4).tap();
    const question = page.getByRole('dialog', { name: 'Keep your rating' });
    await question.getByText('Ratings need an account').waitFor();
    await expectNoFaults(page);
    await question.getByRole('link', { name: 'Make an account' }).tap();
    await page.getByLabel('E-mail').fill(`${randomUUID()}@example.com`);
    await page.getByLabel('Password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Make my account' }).tap();
    await page.getByText(`${film}: 4 stars, saved.`).waitFor();
    const { searchParams } = new URL(page.url());
    expect([searchParams.get('genre'), searchParams.get('yearFrom')]).toEqual(['Drama', '1960']);
    await page.goto('/my-films/ratings');
    await see(async () => expect(await moviesOn(page)).toEqual([film]));

    const stranger = await fixture.visitor({ viewport: { width: 390, height: 844 } });
    await stranger.goto('/');
    await stranger.getByRole('link', { name: 'Search films' }).click();
    await stranger.getByRole('searchbox', { name: 'Search films' }).fill(film);
    await see(async () => expect((await moviesOn(stranger))[0]).toBe(film));
    const sent = await fetch(`${fixture.origin}/movies/${movieId('paris', 3)}`);
    expect(await sent.text()).toContain(`<meta property="og:title" content="${film} (1963)">`);
  });

  it('shows on a person’s page how I like their films, and how I would', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/people/ada-orbit');
    await page.getByText(/Director · 60 films · you gave \d+ of them [45]\.\d stars on average/).waitFor();
    await page.locator('[data-film]', { hasText: 'You gave it' }).first().waitFor();
    await page.locator('[data-film]', { hasText: 'Predicted' }).first().waitFor();
  });

  it('finds filters in the address, and hears which one to loosen', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/?genre=Drama&yearFrom=1990&diversity=0.5');
    await see(async () => {
      const titles = await moviesOn(page);
      expect(titles.length).toBeGreaterThan(5);
      expect(titles.some(isSpace)).toBe(false);
    });
    const slider = page.getByRole('slider', { name: 'How surprising the list may be' });
    expect(await slider.getAttribute('aria-valuenow')).toBe('0.5');
    const known = page.waitForResponse((response) => response.url().includes('known=-1'));
    await page.getByRole('slider', { name: 'How well known the films may be' }).press('Home');
    expect((await known).status()).toBe(200);
    await page.waitForURL((url) => url.searchParams.get('known') === '-1');
    await page.getByRole('button', { name: 'Remove filter: Drama' }).click();
    await page.waitForURL(
      (url) => !url.searchParams.has('genre') && url.searchParams.get('yearFrom') === '1990',
    );

    await page.goto('/?genre=Drama&genre=Adventure');
    await page.getByText('No film fits all of this').waitFor();
    await page.locator('.state').getByRole('button', { name: 'Adventure' }).click();
    await see(async () => expect((await moviesOn(page)).length).toBeGreaterThan(5));
    expect(new URL(page.url()).search).toBe('?genre=Drama');
    await page.getByRole('button', { name: 'Filters' }).click();
    const newest = await fetch(`${fixture.origin}/api/v1/movies?sort=year&limit=1`);
    const { items } = (await newest.json()) as { items: { year: number }[] };
    const latest = page.getByRole('slider', { name: 'Latest year' });
    await see(async () => expect(await latest.getAttribute('aria-valuemax')).toBe(String(items[0].year)));
    expect(await latest.getAttribute('aria-valuenow')).toBe(String(items[0].year));
    const longest = page.getByRole('slider', { name: 'Longest, in minutes' });
    for (let n = 0; n < 17; n += 1) await longest.press('ArrowLeft');
    await page.getByText('No film fits all of this').waitFor();
    await page.locator('.state').getByRole('button', { name: 'at most 70 min' }).click();
    await see(async () => expect((await moviesOn(page)).length).toBeGreaterThan(5));
    await page.getByRole('button', { name: 'No Romance' }).click();
    await page.waitForURL((url) => url.searchParams.get('notGenre') === 'Romance');
  });

  it('scrolls on to the end, where a rating asks for what is in view again, and comes back to the place', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/list');
    await ownList(page);
    await see(async () => {
      await page.mouse.wheel(0, 4000);
      expect((await moviesOn(page)).length).toBe(115);
    });
    expect(new Set(await moviesOn(page)).size).toBe(115);
    await page.getByText('That is the whole list.').waitFor();

    const asked: string[] = [];
    page.on('requestfinished', (request) => {
      if (/\/me\/recommendations\?/.test(request.url())) asked.push(new URL(request.url()).search);
    });
    const before = await page.locator('[data-generated]').getAttribute('data-generated');
    const last = (await moviesOn(page))[114];
    await page.getByRole('link', { name: last, exact: true }).click();
    await star(page, last, 4).click();
    await see(async () => {
      expect(await page.locator('[data-generated]').getAttribute('data-generated')).not.toBe(before);
      expect((await moviesOn(page)).length).toBe(114);
    });
    // Each time in two requests, of which one goes on from the other. The end, which is in view, may ask for a next page.
    const again = asked.filter((query) => !query.includes('limit=24'));
    const rest = again.filter((query) => query.includes('cursor='));
    expect(again).not.toEqual([]);
    expect([asked, rest.length <= again.length - rest.length]).toEqual([asked, true]);
    await page.keyboard.press('Escape');

    // A row of cards stands whole below the window's edge, so that a pixel more or less is no other place.
    await page.evaluate(`document.querySelectorAll('.list [data-film]')[60].scrollIntoView()`);
    await page.evaluate('scrollBy(0, -60)');
    const inView = () =>
      page.evaluate(`[...document.querySelectorAll('[data-film]')]
        .find((film) => film.getBoundingClientRect().top > 0).textContent`);
    const frames = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';
    let place: unknown;
    await see(async () => {
      place = await inView();
      await page.evaluate(frames);
      expect(await inView()).toBe(place);
    });
    await page.reload();
    await page.locator('[data-film]').first().waitFor();
    await see(async () => expect(await inView()).toBe(place));
    await page.getByRole('link', { name: 'My films' }).first().click();
    await page.getByText('6 films').waitFor();
    await page.goBack();
    await see(async () => expect(await inView()).toBe(place));
  });

  it('opens and closes film after film without going forward in history', async () => {
    const { page } = await fixture.filmLover();
    await page.goto('/list');
    await ownList(page);
    const entries = await page.evaluate<number>('history.length');
    for (const movie of (await moviesOn(page)).slice(0, 3)) {
      await page.getByRole('link', { name: movie, exact: true }).click();
      await page.getByRole('dialog', { name: movie }).getByRole('button', { name: 'Close' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    expect(await page.evaluate('history.length')).toBe(entries + 1);
    expect(new URL(page.url()).search).toBe('');
  });

  it('brings a history along by drag and drop, sees what it would do, and takes one film of it away again', async () => {
    const { page } = await fixture.filmLover({ loves: 'nothing' });
    await page.goto('/my-films/import');
    const csv =
      'Date,Name,Year,Letterboxd URI,Rating\n2024-01-02,space film 4,1964,x,4.5\n2024-01-03,Nobody Knows It,1999,y,3\n2024-01-04,paris film 8,1968,z,0.5\n2024-01-05,space film 5,1965,v,\n2024-01-06,space flim 6,1966,w,4\n';
    const files = await page.evaluateHandle(
      `(() => { const data = new DataTransfer(); data.items.add(new File([${JSON.stringify(csv)}], 'ratings.csv', { type: 'text/csv' })); return data; })()`,
    );
    await page.locator('.drop').dispatchEvent('drop', { dataTransfer: files });
    await page.getByRole('heading', { name: 'Letterboxd: 5 rows' }).waitFor();
    await page.getByText('2 ratings, on a scale of 0.5–5').waitFor();
    const row = page.getByRole('region', { name: 'Rows that found no film' }).getByRole('row').nth(1);
    expect(await row.innerText()).toMatch(/3\s+Nobody Knows It\s+1999/);
    const refused = page.getByRole('region', { name: 'Rows that cannot be used' }).getByRole('row').nth(1);
    expect(await refused.innerText()).toMatch(/5\s+space film 5\s+1965\s+has no rating/);
    const [list] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'List of rows left out' }).click(),
    ]);
    expect(list.suggestedFilename()).toBe('rows-left-out.csv');
    await page.getByLabel('The film of row 6').selectOption({ label: 'space film 6 (1966)' });
    await expectNoFaults(page);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('3 ratings imported').waitFor();
    await page.getByText('1 of half a star counts as 1 star').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Ratings (CSV)' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('ratings.csv');

    await page.getByRole('link', { name: 'Ratings', exact: true }).click();
    await page.getByLabel('Sort').selectOption('worst');
    await see(async () =>
      expect(await moviesOn(page)).toEqual(['paris film 8', 'space film 6', 'space film 4']),
    );
    await page.getByRole('button', { name: 'Remove my rating of paris film 8' }).click();
    await see(async () => expect(await moviesOn(page)).toEqual(['space film 6', 'space film 4']));
    await page.getByRole('link', { name: 'My taste' }).click();
    const genres = page.getByRole('table').first();
    await genres.getByRole('row', { name: /Science Fiction/ }).waitFor();

    await page.goto('/my-films/import');
    await page.getByRole('button', { name: /^Take back the import of Letterboxd/ }).click();
    await page.getByRole('heading', { name: 'What you imported' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Ratings', exact: true }).click();
    await see(async () => expect(await moviesOn(page)).toEqual([]));
  });

  it('says which column of an unknown table is what, whose stars stand, and takes it back at once', async () => {
    const { page } = await fixture.filmLover({ loves: 'space' });
    await page.goto('/my-films/import');
    const picker = page.locator('input[type=file]');
    const csv = 'a;b;c\nspace film 3;1963;20\nspace film 30;1990;80\n';
    await picker.setInputFiles({ name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByRole('heading', { name: 'Which column is what?' }).waitFor();
    expect(await page.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);
    await page.getByLabel('Title', { exact: true }).selectOption('a');
    await page.getByLabel('Year', { exact: true }).selectOption('b');
    await page.getByLabel('Rating', { exact: true }).selectOption('c');
    await page.getByLabel('The best film gets').selectOption('100');
    await expectNoFaults(page);
    await page.getByRole('button', { name: 'Read it so' }).click();
    await page.getByRole('heading', { name: '1 film with other stars here' }).waitFor();
    await page.getByLabel('Mine here stands').check();
    const conflict = page
      .getByRole('region', { name: 'Films with other stars here' })
      .getByRole('row')
      .nth(1);
    expect(await conflict.innerText()).toMatch(/space film 3 \(1963\)\s+5\s+1\s+mine here/);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByText('1 rating imported').waitFor();
    await page.getByText('1 rating of yours here stayed.').waitFor();
    await page.getByRole('button', { name: 'Take it back', exact: true }).click();
    await page.getByText('The import is taken back').waitFor();
    await page.getByText('1 rating imported').waitFor({ state: 'detached' });

    const buffer = Buffer.from('PK\x03\x04\x14\x00[Content_Types].xml', 'latin1');
    const workbook = { name: 'x.xlsx', mimeType: 'application/octet-stream', buffer };
    await picker.setInputFiles(workbook);
    await page.getByRole('alert').getByText('an Excel workbook: open it, save it as CSV').waitFor();
  });

  it('does all of it with the keyboard alone', async () => {
    const { page } = await fixture.filmLover({ loves: 'nothing' });
    await page.goto('/');
    await page.waitForURL('**/rate');
    await page.locator('[data-film]').first().waitFor();
    const tabTo = async (selector: string) => {
      for (let presses = 0; presses < 200; presses += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
      }
      throw new Error(`Tab never came to ${selector}`);
    };
    await page.reload();
    await page.locator('[data-film]').first().waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.keyboard.press('Enter');
    for (const keys of [['4'], ['5', 'ArrowLeft'], ['ArrowRight', 'ArrowRight'], ['2'], ['End']]) {
      await tabTo('.stars');
      for (const key of keys) await page.keyboard.press(key);
    }
    const values = await page
      .locator('.stars[data-rated]')
      .evaluateAll((sliders) => sliders.map((slider) => slider.getAttribute('aria-valuetext')));
    expect(values).toEqual(['4 stars', '4.5 stars', '3.5 stars', '2 stars', '5 stars']);
    await tabTo('.save-bar a');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname === '/');
    await ownList(page);
    await tabTo('.card-link');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo('.dialog .stars');
    await page.keyboard.press('3');
    await see(async () => expect(await page.locator('.dialog .rate-words').innerText()).toBe('3 stars'));
    await page.keyboard.press('Escape');
    await see(async () => expect(await page.getByRole('dialog').count()).toBe(0));
    await tabTo('.to-list');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/list');
    await tabTo('[aria-label="How surprising the list may be"]');
    await page.keyboard.press('ArrowRight');
    await page.waitForURL((url) => url.searchParams.get('diversity') === '0.1');
  });

  it('changes their name and password, logs out of every tab, and is forgotten when they say so', async () => {
    const { page, person } = await fixture.filmLover();
    await page.goto('/account');
    await page.getByLabel('What we call you').fill('Ada L.');
    await page.getByRole('button', { name: 'Save name' }).click();
    await page.getByText('Your name is changed.').waitFor();
    await page.getByLabel('Current password').fill('a wrong one');
    await page.getByLabel('New password').fill('another long password');
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('The password is wrong.').waitFor();
    await page.getByLabel('Current password').fill(person.password);
    await page.getByRole('button', { name: 'Change password' }).click();
    await page.getByText('Your password is changed').waitFor();

    const other = await page.context().newPage();
    await other.goto('/account');
    await other.getByRole('heading', { name: 'Account', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Log out', exact: true }).click();
    await page.getByRole('link', { name: 'Log in' }).first().waitFor();
    await other.getByRole('link', { name: 'Log in' }).first().waitFor();

    await page.goto('/login?next=/account');
    await page.getByLabel('E-mail').fill(person.email);
    await page.getByLabel('Password').fill(person.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('E-mail or password is wrong.').waitFor();
    await page.getByLabel('Password').fill('another long password');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.waitForURL('**/account');
    await page.getByRole('button', { name: 'Delete my account' }).click();
    await page.getByRole('dialog').getByLabel('Password').fill('another long password');
    await page.getByRole('button', { name: 'Delete for good' }).click();
    await page.getByText('Your account and everything in it is deleted.').waitFor();
  });

  it('logs out everywhere: the other device asks to log in again', async () => {
    const { page, person } = await fixture.filmLover();
    const phone = await fixture.visitor();
    await logIn(phone, person);
    await page.goto('/account');
    await page.getByRole('button', { name: 'Log out everywhere' }).click();
    await page.getByText('You are logged out everywhere.').waitFor();
    await page.getByRole('link', { name: 'Log in' }).first().waitFor();
    await phone.goto('/my-films/watchlist');
    await phone.getByText('Your session has ended').waitFor();
    await page.goto('/account');
    await page.getByRole('heading', { name: 'Log in', level: 1 }).waitFor();
  });

  it('never made the page complain', () => {
    expect(fixture.complaints).toEqual([]);
  });
});
