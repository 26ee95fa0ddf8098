using Alerting.Engine.Boundaries;
using Alerting.Server.Access;
using Alerting.Server.Demo;
using Alerting.Server.Hosting;
using Alerting.Server.Http;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Starting;

/// <summary>The life of the server process, from its arguments to its exit code.</summary>
internal static partial class ServerRun
{
    private const int Failed = 1;
    private static readonly TimeSpan s_giveUp = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var command = CommandLine.Parse(arguments);
        if (command.Help)
        {
            await Console.Out.WriteAsync(Usage.Text);
            return 0;
        }

        if (command.Fault is { } fault)
        {
            await Console.Error.WriteLineAsync(fault);
            return StartFailure.Misused;
        }

        WebApplication? app = null;
        try
        {
            app = AlertingHost.Build(command.Settings, command.AcceptLoss);
            if (command.AdminKey)
            {
                return await MakeAdminKeyAsync(app);
            }

            await StartAsync(app);
        }
        catch (Exception exception)
        {
            // The log is flushed first, so that this line is the last one.
            await DisposeAsync(app);
            var failure = StartFailure.Of(exception) ?? new StartFailure(Failed, exception.ToString());
            await Console.Error.WriteLineAsync($"The server cannot start: {failure.Message}");
            return failure.ExitCode;
        }

        if (command.Demo)
        {
            await new DemoRun(app).RunAsync(app.Lifetime.ApplicationStopping);
        }

        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>Makes an admin key without starting anything but the store.</summary>
    private static async Task<int> MakeAdminKeyAsync(WebApplication app)
    {
        app.Services.GetService<IStartupValidator>()?.Validate();
        var path = await app.Services.GetRequiredService<AdminKeyFile>().ReplaceAsync(app.Lifetime.ApplicationStopping);
        await app.DisposeAsync();
        await Console.Out.WriteLineAsync(
            $"A new admin key is in {path}, readable by its owner only. Keys of before stay valid; revoke those that are lost.");
        return 0;
    }

    private static async Task StartAsync(WebApplication app)
    {
        // The settings are validated before anything is opened or created.
        app.Services.GetService<IStartupValidator>()?.Validate();
        _ = app.Services.GetRequiredService<Catalogs>();
        _ = app.Services.GetRequiredService<RegionBoundaries>();
        RouteAccess.Check(FixRoutes(((IEndpointRouteBuilder)app).DataSources));
        app.Services.GetRequiredService<TemporaryFiles>().Empty();
        await app.Services.GetRequiredService<AdminKeyFile>().EnsureAsync(app.Lifetime.ApplicationStopping);
        await app.StartAsync();
    }

    /// <summary>
    /// Makes the routes once, for all that reads them. A group of routes makes them each time that it is asked, and each time it
    /// compiles what calls the handlers: half a second for all.
    /// </summary>
    private static List<Endpoint> FixRoutes(ICollection<EndpointDataSource> sources)
    {
        var routes = sources.SelectMany(static source => source.Endpoints).ToList();
        sources.Clear();
        sources.Add(new DefaultEndpointDataSource(routes));
        return routes;
    }

    private static async Task DisposeAsync(WebApplication? app)
    {
        if (app is null)
        {
            return;
        }

        try
        {
            // A silo that has joined a cluster tells the others that it leaves.
            using var patience = new CancellationTokenSource(s_giveUp, TimeProvider.System);
            await app.StopAsync(patience.Token);
            await app.DisposeAsync();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Only from disposing of what was half started; the failure to report is the earlier one.
            LogNotEnded(app.Logger, exception);
        }
    }

    [LoggerMessage(EventId = 30, Level = LogLevel.Debug, Message = "What was started could not be ended.")]
    private static partial void LogNotEnded(ILogger logger, Exception exception);
}
