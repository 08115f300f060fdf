/** The containers' health check: `node ready.mjs <port>` exits 0 when the service there says it is ready. */
const response = await fetch(`http://127.0.0.1:${process.argv[2]}/health/ready`);
process.exit(response.ok ? 0 : 1);
