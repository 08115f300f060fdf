/** The containers' health check: `node ready.mjs <port>` exits 0 when the service there says it is ready. */
import { get } from 'node:http';

get(`http://127.0.0.1:${process.argv[2]}/health/ready`, ({ statusCode }) => {
  process.exit(statusCode === 200 ? 0 : 1);
}).on('error', () => process.exit(1));
