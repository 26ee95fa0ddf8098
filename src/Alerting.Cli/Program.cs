using Alerting.Cli;

return await AlertingCommand.RunAsync(args, CliConsole.Standard, CliEnvironment.OfProcess, CancellationToken.None);
