/** Runs before each test file: queues are named after services, so every file has a virtual host to itself. */
import { expect } from '@jest/globals';
import { vhostOf } from './test-stack.js';

const { RABBITMQ_URL } = process.env;
const { testPath } = expect.getState();
// jest gives each file an environment of its own.
if (RABBITMQ_URL && testPath) process.env.RABBITMQ_URL = `${RABBITMQ_URL}/${vhostOf(testPath)}`;
