/** What the commands of pipelines run, in one piece. */
export { commitMoves } from './commitMoves.js';
export { moveToStage } from './moveToStage.js';
export { pipelineDigest } from './pipelineDigest.js';
export { discardMoves, dropMove, reviewMoves } from './reviewMoves.js';
