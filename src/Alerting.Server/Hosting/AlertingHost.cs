using Alerting.Engine;
using Alerting.Engine.Boundaries;
using Alerting.Engine.Regions;
using Alerting.Engine.Thresholds;
using Alerting.Grains.Hosting;
using Alerting.Grains.Retention;
using Alerting.Grains.Thresholds;
using Alerting.Json;
using Alerting.Server.Access;
using Alerting.Server.Access.Keys;
using Alerting.Server.Access.Oidc;
using Alerting.Server.Access.Sessions;
using Alerting.Server.Alerts;
using Alerting.Server.Alerts.Timelines;
using Alerting.Server.Audit;
using Alerting.Server.Backtests;
using Alerting.Server.Boundaries;
using Alerting.Server.Cap;
using Alerting.Server.Feeds;
using Alerting.Server.Handovers;
using Alerting.Server.Http;
using Alerting.Server.Incidents;
using Alerting.Server.Inhibitions;
using Alerting.Server.Kinds;
using Alerting.Server.Logging;
using Alerting.Server.OnCall;
using Alerting.Server.OpenApi;
using Alerting.Server.Pages;
using Alerting.Server.Places;
using Alerting.Server.Regions;
using Alerting.Server.Reports;
using Alerting.Server.Secrets;
using Alerting.Server.Series;
using Alerting.Server.Silences;
using Alerting.Server.Subscriptions;
using Alerting.Server.Thresholds;
using Alerting.Storage.Hosting;
using Alerting.Thresholds;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Hosting;

/// <summary>Puts the whole process together: store, silo, API, telemetry.</summary>
internal static class AlertingHost
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    // Time for requests in progress and for handing over the grains, after the drain.
    private static readonly TimeSpan s_shutdown = TimeSpan.FromSeconds(30);

    /// <param name="args">Settings as the command line gives them.</param>
    /// <param name="acceptLoss">Whether to go on with a store that is not the one that was here, or holds less than it did.</param>
    public static WebApplication Build(string[] args, bool acceptLoss = false)
    {
        // Reloading on change would watch everything below the folder of the settings, where the store writes all the time.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],

            // The files of the console are beside the program, and not where it is started.
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        ConsolePages.Use(builder);
        var options = builder.Configuration.GetSection(AlertingOptions.Section).Get<AlertingOptions>() ?? new AlertingOptions();
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && !builder.Configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.Services.Configure<SocketTransportOptions>(static sockets => sockets.MaxWriteBufferSize = KestrelLimits.MaxWaitingBytes);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning)
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
            .AddFilter("System.Net.Http", LogLevel.Warning)
            .AddFilter("Polly", LogLevel.Warning);

        // Refused connections are too many for a log line each; the metric kestrel_rejected_connections counts them.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.Error);

        // The framework logs each request without a valid key; RefusedKeys logs once a minute instead.
        builder.Logging.AddFilter(typeof(KeyAuthentication).FullName, LogLevel.Warning)
            .AddFilter("Microsoft.AspNetCore.Authentication.JwtBearer", LogLevel.Error);

        // Before the silo: its grains read stored secrets.
        EncryptionKeys.Add(builder.Services, options);

        // Hosted services start in the order of their registration: the silo before all that calls grains.
        builder.Host.UseOrleans(silo =>
        {
            SiloHosting.Add(silo, options);
            GrainDashboard.Add(silo, builder.Configuration);
        });
        CalmLoggerFactory.Use(builder.Services);
        AddStore(builder, options, acceptLoss);
        AddServices(builder.Services, options);
        Telemetry.Add(builder);
        var app = builder.Build();
        Map(app);
        return app;
    }

    private static void AddStore(WebApplicationBuilder builder, AlertingOptions options, bool acceptLoss)
    {
        builder.Services.AddSingleton<StoreMetrics>();
        if (string.IsNullOrEmpty(options.Redis))
        {
            builder.Services.AddSqliteLogStore(Path.Combine(options.DataDirectory, "alerting.db"),
                sqlite => sqlite.AcceptLoss = acceptLoss);
            return;
        }

        var accepts = builder.Configuration.GetSection(RedisOptions.Section).Get<RedisOptions>() ?? new RedisOptions();
        builder.Services.AddRedisLogStore(options.Redis, redis =>
        {
            redis.KeyPrefix = options.Cluster.ServiceId;
            redis.MarkPath = Path.Combine(options.DataDirectory, $"redis-{options.Cluster.ServiceId}.mark");
            redis.AcceptLoss = acceptLoss;
            redis.AcceptUnsafeSettings = accepts.AcceptLoss;
        });
    }

    private static void AddServices(IServiceCollection services, AlertingOptions options)
    {
        services.AddOptions<AlertingOptions>().BindConfiguration(AlertingOptions.Section).ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddOptions<HttpOptions>().BindConfiguration(HttpOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        LiveFeeds.Add(services);
        services.AddOptions<BacktestOptions>().BindConfiguration(BacktestOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        ConnectionLimit.Add(services);
        Cors.Add(services);
        services.AddOptions<ReportOptions>().BindConfiguration(ReportOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<AlertingOptions>, AlertingOptionsValidator>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(static provider =>
        {
            var alerting = provider.GetRequiredService<IOptions<AlertingOptions>>().Value;
            return EngineOptions.Default with { Retention = Duration.Parse(alerting.Retention).Value };
        });
        services.AddSingleton(static provider =>
        {
            var alerting = provider.GetRequiredService<IOptions<AlertingOptions>>().Value;
            var audit = provider.GetRequiredService<IOptions<AuditOptions>>().Value;
            return new RetentionPeriods(Duration.Parse(alerting.Retention).Value, Duration.Parse(alerting.LedgerRetention).Value)
            {
                Audit = Duration.Parse(audit.Retention).Value,
            };
        });
        services.AddSingleton(static provider =>
            Catalogs.Load(provider.GetRequiredService<IOptions<AlertingOptions>>().Value.Catalog, File.OpenRead));
        services.AddSingleton(static provider => provider.GetRequiredService<Catalogs>().Regions);
        services.AddSingleton(static provider => provider.GetRequiredService<Catalogs>().Kinds);
        services.AddSingleton(static provider => RegionBoundaries.Load(
            provider.GetRequiredService<RegionCatalog>(), provider.GetRequiredService<IOptions<AlertingOptions>>().Value.Boundaries,
            File.OpenRead));
        services.AddSingleton(static _ => new InitialThresholds(DefaultThresholds.All));
        services.AddSingleton<OpenConnections>();
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KestrelLimits>();
        services.AddSingleton<RequestGuard>();
        services.AddSingleton<BodyRoom>();
        services.AddSingleton<DecoderRoom>();
        services.AddSingleton<Draining>();
        services.AddHostedService(static provider => provider.GetRequiredService<Draining>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = s_shutdown + options.Cluster.Drain);
        services.AddSingleton<AdminKeyFile>();
        services.AddSingleton<KnownCallers>();
        services.AddSingleton<SubjectEnds>();
        services.AddSingleton<KeyValidator>();
        services.AddOptions<RateLimitOptions>().BindConfiguration(RateLimitOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<RefusedKeys>();
        services.AddHostedService<RefusedSignIns>();
        services.AddOptions<AuditOptions>().BindConfiguration(AuditOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AuditOptions>, AuditOptionsValidator>();
        services.AddSingleton<RateLimits>();
        services.AddSingleton<RegionGrains>();
        services.AddSingleton(static provider => new TemporaryFiles(
            provider.GetRequiredService<IOptions<AlertingOptions>>().Value.TemporaryDirectory,
                provider.GetRequiredService<ILogger<TemporaryFiles>>()));
        services.AddSingleton<SpoolSpace>();
        services.AddSingleton<Patience>();
        ReportEndpoints.Add(services);
        services.AddSingleton<ExpressLane>();
        services.AddSingleton<ThresholdValidator>();
        services.AddSingleton<SubscriptionValidator>();
        services.AddSingleton<SubscriptionOwners>();
        services.AddSingleton<BacktestGate>();
        services.AddSingleton<SpoolRoom>();
        services.AddSingleton<BacktestValidator>();
        services.AddSingleton<ReportGlance>();
        services.AddSingleton<BacktestRunner>();
        services.AddSingleton<ChanceJudges>();
        services.AddSingleton<BacktestOdds>();
        services.AddSingleton<ThresholdPreview>();
        BoardHub.Add(services);
        SeriesAnswers.Add(services);
        services.AddSingleton<BoundaryDocuments>();
        services.AddSingleton<RegionShapes>();
        services.AddSingleton<RegionSearch>();
        services.AddSingleton<PlaceAccess>();
        services.AddSingleton<SilenceAccess>();
        services.AddSingleton<SilenceValidator>();
        services.AddSingleton<HeldDeliveries>();
        services.AddSingleton<VisibleSubscriptions>();
        services.AddSingleton<TimelineReader>();
        services.AddSingleton<HandoverReader>();
        services.AddSingleton<InhibitionAccess>();
        services.AddSingleton<InhibitionValidator>();
        OnCallRoutes.Add(services);
        services.AddSingleton<NameDoubtSearch>();
        services.AddSingleton<SharedRevisions>();
        services.AddSingleton<AlertLists>();
        services.AddSingleton<CapAreas>();
        services.AddSingleton<LedgerHints>();
        services.AddSingleton<AlertHub>();
        services.AddHostedService(static provider => provider.GetRequiredService<AlertHub>());
        services.AddApiDescription();
        AnswerCompression.Add(services);
        services.AddProblemDetails();
        services.AddExceptionHandler<FailureHandler>();
        services.ConfigureHttpJsonOptions(static json => ApiJson.Configure(json.SerializerOptions));
        services.AddAuthentication(KeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, null);
        services.AddOptions<AuthenticationSchemeOptions>(KeyAuthentication.SchemeName)
            .Configure<IOptions<OidcOptions>>(static (key, oidc) =>
                key.ForwardDefaultSelector = oidc.Value.IsConfigured ? OidcAuthentication.SchemeOf : null);
        OidcAuthentication.Add(services);
        services.AddSingleton<SessionOpener>();
        MetricsOptions.Add(services);
        RouteAccess.Add(services);
    }

    private static void Map(WebApplication app)
    {
        TrustedProxies.Use(app, app.Services.GetRequiredService<IOptions<AlertingOptions>>().Value.TrustedProxies);

        // Before routing, which selects routes by the media type of the body.
        app.Use(static (context, next) => CurlDefault.ReadAsJsonAsync(context, next));
        app.UseRouting();
        app.Use(static (context, next) => BrowserHeaders.AddAsync(context, next));
        var guard = app.Services.GetRequiredService<RequestGuard>();
        app.Use(guard.InvokeAsync);
        AnswerCompression.Use(app);
        app.UseExceptionHandler();
        app.Use(app.Services.GetRequiredService<ExpressLane>().PassAsync);
        app.UseStatusCodePages(static page => StatusPages.AnswerAsync(page.HttpContext));
        app.Use(static (context, next) => HeadAndOptions.AnswerOptionsAsync(context, next));
        app.UseCors();
        app.Use(static (context, next) => StoreGate.PassAsync(context, next));
        app.UseAuthentication();
        app.Use(static (context, next) => CrossSite.CheckAsync(context, next));
        app.UseAuthorization();
        var limits = app.Services.GetRequiredService<RateLimits>();
        app.Use(next => context => limits.PassAsync(context, next));
        app.Use(static (context, next) => Negotiation.CheckAsync(context, next));
        app.Use(static (context, next) => ContentCodings.DecodeAsync(context, next));
        app.Use(static (context, next) => KnownParameters.CheckAsync(context, next));
        var routes = app.MapGroup("").WithHead();
        routes.MapOpenApi().OpenToAll();
        app.MapPrometheusScrapingEndpoint("/metrics").OpenWhere(MetricsOptions.AreOpen);
        _ = app.Services.GetRequiredService<StoreMetrics>();
        _ = app.Services.GetRequiredService<SubscriptionGauges>();
        HealthEndpoints.Map(routes);
        ReportEndpoints.Map(routes.MapGroup("/api/v1").WithCommonAnswers());
        var api = routes.MapGroup("/api/v1").WithCommonAnswers().WithContentTags()
            .AddEndpointFilter(PageLink.AddAsync)
            .AddEndpointFilter(Patience.ReadAsync)
            .AddEndpointFilter(RefusedException.AnswerAsync);
        RegionEndpoints.Map(api);
        IncidentEndpoints.Map(api);
        SettleEndpoints.Map(api);
        ThresholdEndpoints.Map(api);
        PlaceEndpoints.Map(api);
        PreviewEndpoints.Map(api);
        RecordEndpoint.Map(api);
        HandoverEndpoint.Map(api);
        BacktestEndpoints.Map(api);
        AlertEndpoints.Map(api);
        AlertActEndpoints.Map(api);
        CapEndpoints.Map(api);
        SubscriptionEndpoints.Map(api);
        SilenceEndpoints.Map(api);
        InhibitionEndpoints.Map(api);
        OnCallRoutes.Map(api);
        KindEndpoints.Map(api);
        BoundaryEndpoints.Map(api);
        KeyEndpoints.Map(api);
        SessionEndpoints.Map(api);
        OidcSignIn.Map(app);
        AuditEndpoints.Map(api);
        GrainDashboard.Map(app);
        ConsolePages.Map(app);
    }
}
