import adapter from '@sveltejs/adapter-node';

/**
 * SvelteKit's options. SvelteKit 3 refuses this file inside Vite's root, so it lives here and
 * vite.config.ts passes it to the plugin.
 * @type {NonNullable<Parameters<typeof import('@sveltejs/kit/vite').sveltekit>[0]>}
 */
export default {
  adapter: adapter({ out: 'build' }),
  files: {
    routes: 'routes',
    appTemplate: 'app.html',
    errorTemplate: 'error.html',
    assets: 'static',
    hooks: { server: 'hooks.server' },
  },
  csp: {
    // hashes, not nonces: the same page of the same snapshot is then the same bytes, and a strong ETag stays true
    mode: 'hash',
    directives: {
      'default-src': ['self'],
      'script-src': ['self'],
      'style-src': ['self'],
      // chart text carries its font in style attributes; an attribute can run nothing and load nothing (img-src, font-src)
      'style-src-attr': ['unsafe-inline'],
      'img-src': ['self', 'data:'],
      'font-src': ['self'],
      'connect-src': ['self'],
      'object-src': ['none'],
      'base-uri': ['none'],
      'form-action': ['self'],
      'frame-ancestors': ['none'],
    },
  },
  // the adapter cannot know whether it is reached by http or https, at which name and port;
  // hooks.server.ts compares Origin with Host instead, for every method that changes something
  csrf: { trustedOrigins: ['*'] },
};
