import { openApi } from './api';
import { subscription, alertDocument, machine } from './samples';
test('x', async () => {
  const api = await openApi();
  const token = await api.tokenOf('Reader', subscription);
  await api.store(alertDocument(machine, 1));
  const r = await api.call('GET', `${subscription}/providers/Microsoft.Security/alerts?api-version=2022-01-01`, { token });
  console.log(r.status, r.headers, r.text, api.held.log);
  console.log((await api.call('GET', `${subscription}/providers/Microsoft.Security/alerts?api-version=2022-01-01`)).text);
  console.log((await api.call('GET', `/api/v1/openapi.json`)).text.slice(0, 3000));
});
