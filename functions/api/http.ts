import { app } from '@azure/functions';
import { flows } from '../../shared/app';

app.http('api', {
  route: '{*path}',
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
  authLevel: 'anonymous',
  handler: async (request) => {
    const { method, url } = request;
    const body = Buffer.from(await request.arrayBuffer());
    const { stream, ...response } = await flows().http({
      method,
      url,
      headers: Object.fromEntries(request.headers),
      body,
    });
    return stream ? { ...response, body: ReadableStream.from(stream).pipeThrough(new TextEncoderStream()) } : response;
  },
});
