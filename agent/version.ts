export { version as agentVersion } from '../package.json';
