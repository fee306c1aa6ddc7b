// Loaded into Azurite before it starts: ends it when the process that started it is gone, so that a killed parent leaves
// no port in use behind. The channel alone must not keep Azurite running once it has closed its files.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();
