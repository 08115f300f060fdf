import 'reflect-metadata';
import { startGateway } from './gateway.bootstrap.js';

await startGateway();
