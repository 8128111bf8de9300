/** For `npm run lint:components`. */
export { withTypes as default } from './eslint.config.js';
