import { once } from 'node:events';
import { createServer } from 'node:http';

/** An address in front of a node, behind which the node can be changed for another, or be away. */
export async function rpcProxy(first: string) {
  let target: string | undefined = first;
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      if (target === undefined) return void response.destroy();
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(target, { method: 'POST', headers, body: Buffer.concat(chunks) }).catch(
        () => undefined,
      );
      if (!answer) return void response.destroy();
      response.writeHead(answer.status, headers).end(await answer.text());
    })();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** From now on this node answers; none when undefined. */
    point: (to: string | undefined) => void (target = to),
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
