using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Alerting.Storage.Redis;
using Alerting.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Alerting.Storage.Hosting;

/// <summary>Registers one of the log stores as the <see cref="ILogStore"/> of the process.</summary>
public static class LogStoreServices
{
    /// <summary>Adds a store in a SQLite file, for this process alone. The file is opened when the store is used first.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="path">Path of the database file, see <see cref="SqliteLogStoreOptions.Path"/>.</param>
    /// <param name="configure">Further options.</param>
    public static IServiceCollection AddSqliteLogStore(
        this IServiceCollection services, string path, Action<SqliteLogStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<SqliteLogStoreOptions>()
            .Configure(options => options.Path = path)
            .Configure(options => configure?.Invoke(options))
            .Validate(options => !string.IsNullOrWhiteSpace(options.Path), "The SQLite log store needs the path of its file.")
            .ValidateOnStart();
        AddHealth(services);
        services.TryAddSingleton<ILogStore>(static provider => new SqliteLogStore(
            provider.GetRequiredService<IOptions<SqliteLogStoreOptions>>().Value,
            provider.GetService<ILogger<SqliteLogStore>>(),
            provider.GetRequiredService<LogStoreHealth>(),
            provider.GetService<TimeProvider>()));
        return services;
    }

    /// <summary>Adds a store in Redis, shared by all processes of a cluster. The connection is made when the store is used first.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configuration">See <see cref="RedisLogStoreOptions.Configuration"/>.</param>
    /// <param name="configure">Further options.</param>
    public static IServiceCollection AddRedisLogStore(
        this IServiceCollection services, string configuration, Action<RedisLogStoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<RedisLogStoreOptions>()
            .Configure(options => options.Configuration = configuration)
            .Configure(options => configure?.Invoke(options))
            .Validate(
                options => NamesAServer(options.Configuration),
                "The Redis log store needs a StackExchange.Redis configuration with a server.")
            .Validate(
                options => !string.IsNullOrWhiteSpace(options.KeyPrefix) && options.KeyPrefix.AsSpan().IndexOfAny('{', '}') < 0,
                "The key prefix of the Redis log store must be given and hold no braces.")
            .ValidateOnStart();
        AddHealth(services);
        services.TryAddSingleton<ILogStore>(static provider => new RedisLogStore(
            provider.GetRequiredService<IOptions<RedisLogStoreOptions>>().Value,
            provider.GetService<ILogger<RedisLogStore>>(),
            provider.GetRequiredService<LogStoreHealth>(),
            provider.GetService<TimeProvider>()));
        return services;
    }

    private static void AddHealth(IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new LogStoreHealth(provider.GetService<ILogger<LogStoreHealth>>()));
        services.TryAddSingleton<ILogStoreHealth>(static provider => provider.GetRequiredService<LogStoreHealth>());
    }

    private static bool NamesAServer(string configuration)
    {
        try
        {
            return ConfigurationOptions.Parse(configuration).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
