#!/usr/bin/env node
// What @vscode/test-electron starts in place of VS Code's own executable.
import { register } from 'tsx/esm/api';

register();
const { launch } = await import('./launch.ts');
await launch(process.argv.slice(2));
