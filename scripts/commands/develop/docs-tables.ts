import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '#platform/config/project-root.js';
import { withTables } from '../../reference/operations.tables.js';

const root = projectRoot();
const page = join(root, 'docs', 'operations.md');
writeFileSync(page, withTables(readFileSync(page, 'utf8'), root));
