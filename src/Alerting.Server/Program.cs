using Alerting.Server.Starting;

return await ServerRun.RunAsync(args);
