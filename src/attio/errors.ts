/** One error class for everything that can go wrong between us and Attio, with a kind that a surface can switch on. */

export type AttioErrorKind =
  /** A field, slug or option that Attio does not know or accept. */
  | 'validation'
  | 'not-found'
  /** 401, 403 auth_error with a dead token, or `/v2/self` saying `active: false`. */
  | 'key-invalid'
  /** The key is alive and lacks a scope. */
  | 'permission'
  | 'rate-limited'
  /** A unique value is taken; `conflictingRecordIds` where Attio names them. */
  | 'duplicate'
  | 'plan-limit'
  /** Something else changed at the same time: concurrent write, merge in progress, slug taken. */
  | 'conflict'
  | 'too-large'
  | 'offline'
  | 'proxy'
  | 'timeout'
  | 'server'
  /** An answer that is not the JSON we know. */
  | 'unreadable'
  | 'cancelled';

/** Whether a failed write may have happened. `no`: certainly not. `unknown`: look before repeating. */
export type Fate = 'no' | 'unknown';

export interface AttioErrorDetails {
  kind: AttioErrorKind;
  /** Name of the operation, such as `notes.create`. */
  operation: string;
  /** A sentence: what happened, on what. */
  message: string;
  /** A sentence: what to do next. */
  remedy: string;
  fate: Fate;
  status?: number;
  /** Attio's `code`. */
  code?: string;
  /** Attio's own words. */
  serverMessage?: string;
  /** Path or slug of the field at fault. */
  field?: string;
  /** What the field may be, where that is known. */
  allowed?: string[];
  missingScopes?: string[];
  conflictingRecordIds?: string[];
  retryAfterMs?: number;
  executionId?: string;
  attempts?: number;
  /** What stood between and said so, or passed it on; absent for a direct connection. */
  through?: 'maton';
  cause?: unknown;
}

/** What a refused request asked, for explanations. It holds values of the CRM: never for logs, nor kept. */
export interface Asked {
  /** What the path was filled with: `object`, `list`, `record_id`, `attribute`, … */
  params: Readonly<Record<string, string>>;
  body?: unknown;
}

/** The surface of reads that are made for an explanation; what refuses them is not explained in turn. */
export const EXPLAINING = 'explanation';

/**
 * What every rejection of the client is. `message` and `remedy` are sentences for a person, free of the key and the
 * proxy's password. Tell it by `AttioError.is`.
 */
export class AttioError extends Error {
  override readonly name = 'AttioError';
  readonly details: Readonly<AttioErrorDetails>;

  constructor(details: AttioErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.details = details;
  }

  get kind(): AttioErrorKind {
    return this.details.kind;
  }
  get remedy(): string {
    return this.details.remedy;
  }
  get fate(): Fate {
    return this.details.fate;
  }

  /** Type guard that also works across bundle chunks (no instanceof). */
  static is(error: unknown, kind?: AttioErrorKind): error is AttioError {
    if (!(error instanceof Error) || error.name !== 'AttioError') return false;
    return kind === undefined || (error as AttioError).kind === kind;
  }
}

/**
 * What was asked for, or `otherwise` when it fails: for names and titles, which are an addition that must not hide what
 * they are added to. Rejects only when it was cancelled.
 */
export async function soft<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (AttioError.is(error, 'cancelled')) throw error;
    return otherwise;
  }
}
