import { app } from '@azure/functions';
import './doors.generated';

// Without the capability the host leaves empty bodies out, and the lists beside the bodies no longer fit them.
app.setup({ enableHttpStream: true, capabilities: { IncludeEmptyEntriesInMessagePayload: true } });
