import { app } from '@azure/functions';
import './doors.generated';

app.setup({ enableHttpStream: false });
