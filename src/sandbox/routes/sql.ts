/**
 * `POST /v2/sql` is for workspaces on Attio's Enterprise plan. Its dialect is not documented, so the sample workspace
 * does not pretend to know it: it is on a smaller plan, and refuses as such.
 */
import { z } from 'zod';
import { Problem } from '../problem.js';
import { bodyOf, type Call, READ_RECORDS, type Route } from '../route.js';

function sql(call: Call): never {
  bodyOf(z.object({ sql: z.string() }), call);
  const message = 'SQL queries need the Enterprise plan, which this workspace is not on.';
  throw new Problem(403, 'auth_error', 'billing_error', message);
}

export const sqlRoutes: Route[] = [{ method: 'POST', path: '/v2/sql', scopes: READ_RECORDS, run: sql }];
