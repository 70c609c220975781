/** Every operation of the API that the sample workspace answers. */
import type { Route } from '../route.js';
import { attributeValueRoutes } from './attributeValues.js';
import { attributeWriteRoutes } from './attributeWrites.js';
import { commentRoutes } from './comments.js';
import { configRoutes } from './config.js';
import { entryWriteRoutes } from './entryWrites.js';
import { fileRoutes } from './files.js';
import { meetingRoutes } from './meetings.js';
import { mergeRoutes } from './merge.js';
import { noteRoutes } from './notes.js';
import { objectWriteRoutes } from './objectWrites.js';
import { recordingRoutes } from './recordings.js';
import { recordRoutes } from './records.js';
import { recordWriteRoutes } from './recordWrites.js';
import { sqlRoutes } from './sql.js';
import { taskRoutes } from './tasks.js';
import { viewRoutes } from './views.js';
import { webhookRoutes } from './webhooks.js';

export const ROUTES: readonly Route[] = [
  ...configRoutes,
  ...objectWriteRoutes,
  ...attributeWriteRoutes,
  ...viewRoutes,
  ...recordRoutes,
  ...recordWriteRoutes,
  ...mergeRoutes,
  ...attributeValueRoutes,
  ...entryWriteRoutes,
  ...noteRoutes,
  ...taskRoutes,
  ...commentRoutes,
  ...meetingRoutes,
  ...recordingRoutes,
  ...fileRoutes,
  ...webhookRoutes,
  ...sqlRoutes,
];
