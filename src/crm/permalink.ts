/**
 * From a git remote and a commit to the address of some lines in the web. Pure. Only what names the repository is taken
 * from the remote's URL: user names, passwords and tokens in it never come along.
 */

export interface Place {
  /** As git has it: https, ssh or scp-like. */
  remote: string;
  /** Full commit id. */
  commit: string;
  /** Relative to the repository's root. */
  path: string;
  /** From 1, inclusive. */
  startLine: number;
  endLine: number;
}

interface Remote {
  protocol: 'https:' | 'http:';
  /** With a port where the web is known to use it. */
  host: string;
  segments: string[];
}

/** Doors beside the main one, for networks that let only port 443 through. */
const SSH_HOSTS: Record<string, string> = {
  'ssh.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
  'altssh.bitbucket.org': 'bitbucket.org',
  'vs-ssh.visualstudio.com': 'ssh.dev.azure.com',
};

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

function parseRemote(remote: string): Remote | undefined {
  const text = remote.trim();
  if (text.length > 2000 || /\s/.test(text)) return undefined;
  const url = /^(https?|ssh|git|git\+ssh|git\+https):\/\/(?:[^/@]*@)*([\w.-]+)(?::(\d+))?\/(.+)$/i.exec(text);
  // `host:path`; a single letter before the colon is a Windows drive.
  const scp = url ? null : /^(?:[^@/:]+@)?([\w-][\w.-]+):(?!\/\/)(.+)$/.exec(text);
  const name = (url?.[2] ?? scp?.[1])?.toLowerCase();
  const path = url?.[4] ?? scp?.[2];
  if (name === undefined || path === undefined) return undefined;
  const segments = path
    .replace(/[?#].*$/, '')
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
  if (
    segments.length < 2 ||
    segments.some((part) => part === undefined || part === '.' || part === '..' || /[/\\]/.test(part))
  )
    return undefined;
  const known = segments as string[];
  known[known.length - 1] = known.at(-1)!.replace(/\.git$/, '');
  const web = /^(?:git\+)?https?$/i.test(url?.[1] ?? '');
  return {
    protocol: url?.[1]?.toLowerCase() === 'http' ? 'http:' : 'https:',
    host: (SSH_HOSTS[name] ?? name) + (web && url?.[3] ? `:${url[3]}` : ''),
    segments: known,
  };
}

const encode = (segments: readonly string[]): string =>
  segments.map((part) => encodeURIComponent(part).replaceAll('%7E', '~')).join('/');

/** `[organisation, project, repository]` of Azure DevOps' several forms. */
function azure({ host, segments }: Remote): [string, string, string] | undefined {
  if (host === 'ssh.dev.azure.com' && segments[0] === 'v3' && segments.length === 4)
    return segments.slice(1) as [string, string, string];
  const at = segments.indexOf('_git');
  const repository = segments[at + 1];
  if (at < 0 || repository === undefined) return undefined;
  if (host === 'dev.azure.com') {
    const [organisation, project] = segments;
    return organisation && at >= 1 ? [organisation, at >= 2 ? project! : repository, repository] : undefined;
  }
  const organisation = /^([\w-]+)\.visualstudio\.com$/.exec(host)?.[1];
  // A project that is named like its repository may be left out of the address.
  const project = segments.slice(0, at).filter((part) => part !== 'DefaultCollection')[0] ?? repository;
  return organisation ? [organisation, project, repository] : undefined;
}

const is = (host: string, name: string, prefix: string): boolean => host === name || host.startsWith(`${prefix}.`);

/** undefined: a host whose addresses are not known, or something that is no remote, commit or path. */
export function permalink(place: Place): string | undefined {
  const remote = parseRemote(place.remote);
  const path = place.path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.');
  if (!remote || !/^[0-9a-f]{7,64}$/i.test(place.commit) || path.length === 0 || path.includes('..')) return undefined;
  const start = Math.max(1, Math.floor(Math.min(place.startLine, place.endLine)));
  const end = Math.max(1, Math.floor(Math.max(place.startLine, place.endLine)));
  const { host, segments } = remote;
  const commit = place.commit.toLowerCase();
  const file = encode(path);
  const one = start === end;
  const repository = `${remote.protocol}//${host}/${encode(segments)}`;
  const organised = azure(remote);
  if (organised) {
    const [organisation, project, name] = organised;
    const query = new URLSearchParams({
      path: `/${path.join('/')}`,
      version: `GC${commit}`,
      line: String(start),
      lineEnd: String(end + 1),
      lineStartColumn: '1',
      lineEndColumn: '1',
    });
    return `https://dev.azure.com/${encode([organisation, project])}/_git/${encode([name])}?${query}`;
  }
  if (is(host, 'github.com', 'github') && segments.length === 2) {
    // Without it GitHub renders Markdown and has no lines to point to.
    const plain = /\.(?:md|markdown|mdx)$/i.test(path.at(-1)!) ? '?plain=1' : '';
    return `${repository}/blob/${commit}/${file}${plain}#L${start}${one ? '' : `-L${end}`}`;
  }
  if (is(host, 'gitlab.com', 'gitlab'))
    return `${repository}/-/blob/${commit}/${file}#L${start}${one ? '' : `-${end}`}`;
  if (host === 'bitbucket.org' && segments.length === 2)
    return `${repository}/src/${commit}/${file}#lines-${start}${one ? '' : `:${end}`}`;
  if (
    (host === 'codeberg.org' || is(host, 'gitea.com', 'gitea') || host.startsWith('forgejo.')) &&
    segments.length === 2
  ) {
    return `${repository}/src/commit/${commit}/${file}#L${start}${one ? '' : `-L${end}`}`;
  }
  if (host === 'git.sr.ht' && segments.length === 2 && segments[0]!.startsWith('~'))
    return `${repository}/tree/${commit}/item/${file}#L${start}${one ? '' : `-${end}`}`;
  return undefined;
}
