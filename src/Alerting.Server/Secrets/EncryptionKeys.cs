using Alerting.Notifications.Secrets;
using Alerting.Server.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Secrets;

/// <summary>
/// Where the keys are that encrypt what is stored: for a single process in a directory beside its data that the owner alone may
/// enter, for a cluster in Redis, where all of its processes find them. They change every 90 days; old ones stay, to decrypt.
/// </summary>
internal static class EncryptionKeys
{
    private const string Directory = "keys";

    /// <summary>To be called before anything is added that reads stored secrets as it starts.</summary>
    public static void Add(IServiceCollection services, AlertingOptions options)
    {
        services.AddSingleton<ISecretProtector, DataProtectionSecrets>();
        if (string.IsNullOrEmpty(options.Redis))
        {
            AddProtection(services, options).PersistKeysToFileSystem(OwnDirectory(Path.Combine(options.DataDirectory, Directory)));
            return;
        }

        // Before the framework's own, which reads the keys as it starts.
        services.AddSingleton(_ => new SharedEncryptionKeys(options.Redis, options.Cluster.ServiceId));
        services.AddHostedService<EncryptionKeysService>();
        AddProtection(services, options);
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(static provider =>
        {
            var shared = provider.GetRequiredService<SharedEncryptionKeys>();
            return new ConfigureOptions<KeyManagementOptions>(
                keys => keys.XmlRepository = new RedisXmlRepository(() => shared.Database, shared.Name));
        });
    }

    private static IDataProtectionBuilder AddProtection(IServiceCollection services, AlertingOptions options) =>
        services.AddDataProtection().SetApplicationName(options.Cluster.ServiceId);

    /// <exception cref="UnauthorizedAccessException">It cannot be created.</exception>
    private static DirectoryInfo OwnDirectory(string path)
    {
        try
        {
            return OperatingSystem.IsWindows() || System.IO.Directory.Exists(path)
                ? System.IO.Directory.CreateDirectory(path)
                : System.IO.Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnauthorizedAccessException($"The directory '{path}' cannot be written: {exception.Message}", exception);
        }
    }
}
