/** English for the CUDA package. */
export const cuda = {
  cuda: {
    title: 'NVIDIA cards (CUDA)',
    offered: (host: string) =>
      `An NVIDIA card and its CUDA libraries were found. Sarvi can use them with an extra package that is not part of the app. Sarvi asks ${host} about it only when you press the button, and sends nothing but the request.`,
    look: 'Look for the package',
    looking: 'Asking about the package…',
    found: (size: string, unpacked: string, host: string) =>
      `${size} from ${host}, ${unpacked} on the disk. It is used only if Sarvi’s makers signed it.`,
    install: 'Download and install',
    goOn: 'Continue the download',
    downloading: 'Download of the package',
    unpacking: 'Installing the package…',
    cancel: 'Cancel',
    installed: (size: string) => `The package is installed and takes ${size}.`,
    remove: 'Remove the package',
  },
};
