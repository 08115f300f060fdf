import { Readable } from 'node:stream';
import { AppError } from '#contracts/protocol/app.error.js';
import { validationFailed } from '#contracts/protocol/validation.js';
import { listWebhooks } from '#contracts/users/webhooks.rpc.js';
import { getMovieLinks, type MovieLinks } from '#contracts/catalog/catalog.rpc.js';
import type { MovieCard } from '#contracts/catalog/movie.js';
import { ApiPropertyOptional } from '#contracts/protocol/documented.js';
import type { Viewing } from '#contracts/users/access.token.js';
import { listConnections, listNotices } from '#contracts/users/connections.rpc.js';
import { listFeeds } from '#contracts/users/feeds.rpc.js';
import { getSignInWays } from '#contracts/users/identities.rpc.js';
import { getLibrary } from '#contracts/users/library.rpc.js';
import { listShown } from '#contracts/recommender/recommender.rpc.js';
import { listTokens } from '#contracts/users/tokens.rpc.js';
import {
  changeProfile,
  deleteAccount,
  endSessions,
  exportUser,
  getProfile,
  ProfileChange,
  type UserExport,
  UserProfile,
} from '#contracts/users/users.rpc.js';
import { MAX_LEFT_OUT } from '#contracts/recommender/recommender.rpc.js';
import { chunksOf } from '#platform/process/chunks.js';
import { RpcClient } from '#platform/messaging/rpc.client.js';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Patch,
  Query,
  Req,
  Res,
  StreamableFile,
  UseGuards,
} from '@nestjs/common';
import { ApiBearerAuth, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DeletedUsers } from '../auth/deleted-users.js';
import { clearRefreshCookie } from '../auth/refresh.cookie.js';
import { CurrentUser, CurrentViewing } from '../http/current-user.decorator.js';
import { ApiProblems } from '../http/openapi.js';
import { limitedTo, LimitQuery, OtherThan } from '../http/query.fields.js';
import { MoviesToRate } from '../http/responses.js';
import { KeptWithList } from '../kept/kept.decorators.js';
import { NeedsScope } from '../tokens/scope.decorator.js';
import { PasswordThrottle } from '../throttle/throttle.guards.js';
import { SealedCookies } from '../sign-in/sealed.cookies.js';
import { titledFor } from '../language/film.titles.js';
import { ReadBy, type Reader } from '../language/language.js';
import { KnownMovies } from '../movies/known-movies.js';
import { Onboarding } from '../recommendations/onboarding.js';
import { exportCsv, exportJson } from './history.export.js';
import { exportFor, SERVICE_EXPORTS, type ServiceExport } from './service.export.js';

const DEFAULT_LIMIT = 20;
const FILMS_PER_CALL = 1000;

const EXPORTS = ['json', 'csv', 'letterboxd', 'imdb', 'trakt'] as const;

class ExportQuery {
  @IsOptional()
  @IsIn(EXPORTS)
  @ApiPropertyOptional({ enum: EXPORTS, default: 'json' })
  format?: (typeof EXPORTS)[number];
}

class Deletion {
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @ApiPropertyOptional({
    maxLength: 200,
    example: 'correct horse battery',
    description: 'needed, unless I have just signed in again at the provider',
  })
  password?: string;
}

/** The recommender takes a hundred more, for what was rated a moment ago. */
const MAX_NOT = MAX_LEFT_OUT - 100;

class OnboardingQuery extends LimitQuery {
  @OtherThan(MAX_NOT, 'films that I have not seen, or that are offered already') not?: string[];
}

@ApiTags('me')
@ApiBearerAuth()
@Controller('me')
export class MeController {
  constructor(
    private readonly rpc: RpcClient,
    private readonly movies: KnownMovies,
    private readonly deleted: DeletedUsers,
    private readonly onboardingMovies: Onboarding,
    private readonly cookies: SealedCookies,
  ) {}

  @Get()
  @NeedsScope('read')
  @ApiOperation({ summary: 'My profile' })
  @ApiOkResponse({ type: UserProfile })
  @ApiProblems(401, 503)
  profile(@CurrentUser() userId: string): Promise<UserProfile> {
    return this.rpc.call(getProfile, { userId });
  }

  @Patch()
  @UseGuards(PasswordThrottle)
  @ApiOperation({
    summary: 'Change my name, my password, or how I watch films',
    description:
      'A new password ends every session. A changed `certificationMax` (family mode) ends access tokens that say otherwise: ' +
      'renew them. Nothing beyond it is shown then in lists, rows, search, film pages and feeds, nor what that country has not ' +
      'certified. Both need the current password, or a sign-in at the provider just now (`POST /me/sign-in/confirmation`).',
  })
  @ApiOkResponse({ type: UserProfile })
  @ApiProblems(400, 401, 403, 503)
  async change(
    @CurrentUser() userId: string,
    @Body() body: ProfileChange,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserProfile> {
    const confirmed = this.cookies.isConfirmed(request, userId);
    const profile = await this.rpc.call(changeProfile, { userId, ...body, ...(confirmed && { confirmed }) });
    if (confirmed && body.password !== undefined) this.cookies.clear(reply, 'oidc_confirmed');
    return profile;
  }

  @Delete()
  @UseGuards(PasswordThrottle)
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete my account and everything stored about me, in all services' })
  @ApiNoContentResponse()
  @ApiProblems(400, 401, 403, 503)
  async delete(
    @CurrentUser() userId: string,
    @Body() { password }: Deletion,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const confirmed = this.cookies.isConfirmed(request, userId);
    if (password === undefined && !confirmed) await this.askFor(userId);
    await this.rpc.call(deleteAccount, {
      userId,
      password: password ?? '',
      ...(confirmed && { confirmed }),
    });
    this.deleted.add(userId);
    this.cookies.clear(reply, 'oidc_confirmed');
  }

  /** @throws AppError which says by what its owner shows that they are who they are */
  private async askFor(userId: string): Promise<never> {
    const { hasPassword } = await this.rpc.call(getSignInWays, { userId });
    throw hasPassword
      ? validationFailed([{ path: 'password', message: 'password is needed to delete an account' }])
      : new AppError('sign_in_again');
  }

  @Delete('sessions')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Log out everywhere',
    description:
      'Ends all my sessions on all devices, including this one, and clears this browser’s refresh cookie. ' +
      'Access tokens stay valid until they expire.',
  })
  @ApiNoContentResponse({ description: 'None of my refresh cookies works any more' })
  @ApiProblems(401, 503)
  async endSessions(
    @CurrentUser() userId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    await this.rpc.call(endSessions, { userId });
    clearRefreshCookie(reply);
  }

  @Get('export')
  @NeedsScope('read')
  @ApiOperation({
    summary: 'Everything stored about me',
    description:
      'JSON; `format=csv` gives the ratings as a CSV file that the import reads; `letterboxd`, `imdb` and `trakt` give what those ' +
      'services read or write.',
  })
  @ApiOkResponse({
    content: {
      'application/json': { schema: { type: 'object' } },
      'text/csv': { schema: { type: 'string' } },
    },
  })
  @ApiProblems(400, 401, 503)
  async export(
    @CurrentUser() userId: string,
    @Query() { format = 'json' }: ExportQuery,
  ): Promise<StreamableFile> {
    const data = await this.rpc.call(exportUser, { userId });
    const { ratings, watchlist, notInterested, seen = [], rewatches = [] } = data;
    const shown = format === 'json' ? await this.rpc.call(listShown, { userId }) : [];
    const entries = [ratings, watchlist, notInterested, seen, rewatches, shown].flat();
    const cards = await this.movies.cards([...new Set(entries.map((entry) => entry.movieId))]);
    if (format !== 'json' && format !== 'csv') return this.exportedFor(format, data, cards);
    if (format === 'json')
      return new StreamableFile(Readable.from(exportJson(data, cards, await this.besides(userId), shown)), {
        type: 'application/json; charset=utf-8',
      });
    return new StreamableFile(Readable.from(exportCsv(data, cards)), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="ratings.csv"',
    });
  }

  /** What is stored for scripts and servers that act for somebody, without the secrets. */
  private async besides(userId: string): Promise<Record<string, object[]>> {
    const [tokens, connections, feeds, inbox, signIn, webhooks, library] = await Promise.all([
      this.rpc.call(listTokens, { userId }),
      this.rpc.call(listConnections, { userId }),
      this.rpc.call(listFeeds, { userId }),
      this.rpc.call(listNotices, { userId }),
      this.rpc.call(getSignInWays, { userId }),
      this.rpc.call(listWebhooks, { userId }),
      this.rpc.call(getLibrary, { userId }),
    ]);
    const libraries = library ? [library] : [];
    return { tokens, connections, feeds, inbox, signIn: [signIn], webhooks, libraries };
  }

  private async exportedFor(
    service: ServiceExport,
    data: UserExport,
    cards: ReadonlyMap<string, MovieCard>,
  ): Promise<StreamableFile> {
    const links: MovieLinks[] = [];
    for (const movieIds of chunksOf([...cards.keys()], FILMS_PER_CALL))
      links.push(...(await this.rpc.call(getMovieLinks, { movieIds })));
    const { type, file } = SERVICE_EXPORTS[service];
    return new StreamableFile(Readable.from(exportFor(service, data, cards, links)), {
      type,
      disposition: `attachment; filename="${file}"`,
    });
  }

  @Get('onboarding')
  @KeptWithList('limit', 'not')
  @NeedsScope('read')
  @ApiOperation({
    summary: 'Films to rate',
    description:
      'Well-known, varied ones to begin with; then those whose ratings would tell most about me: likely known to me, and open how I would rate them.',
  })
  @ApiOkResponse({ type: MoviesToRate })
  @ApiProblems(400, 401, 503)
  async onboarding(
    @CurrentUser() userId: string,
    @CurrentViewing() viewing: Viewing,
    @Query() { limit = DEFAULT_LIMIT, not }: OnboardingQuery,
    @ReadBy() { films }: Reader,
  ): Promise<MoviesToRate> {
    const { items, status } = await this.onboardingMovies.movies(userId, limit, {
      not,
      ...limitedTo(viewing),
    });
    return { items: items.map((movie) => titledFor(movie, films)), status };
  }
}
