using Alerting.Server.Import;
using Alerting.Server.Starting;

return args is ["import", ..] ? await ImportCommand.RunAsync(args[1..]) : await ServerRun.RunAsync(args);
