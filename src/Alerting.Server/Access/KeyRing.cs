using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Alerting.Logs;
using Alerting.Server.Hosting;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Access;

/// <summary>The keys in force. They live in a log of their own; the first start of an installation without any makes one for an admin.</summary>
internal sealed partial class KeyRing(ILogStore store, IOptions<AlertingOptions> options, TimeProvider clock, ILogger<KeyRing> logger)
{
    private const string Log = "keys";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private FrozenDictionary<string, ApiKey> _byHash = FrozenDictionary<string, ApiKey>.Empty;

    /// <summary>The key with this secret, or null.</summary>
    public ApiKey? Find(string secret) => _byHash.GetValueOrDefault(ApiKey.HashOf(secret));

    /// <summary>Reads the keys; without any, creates an admin key and leaves it in a file that only its owner can read.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        if (_byHash.Count > 0)
        {
            return;
        }

        var secret = ApiKey.NewSecret();
        var key = new ApiKey(Ulid.NewUlid(clock.GetUtcNow()).ToString(), "first admin", ApiKey.HashOf(secret), [Roles.Admin], [], clock.GetUtcNow());

        // The file first: a crash between the two leaves a file that the next start replaces, never a key nobody has.
        var path = Path.GetFullPath(Path.Combine(options.Value.DataDirectory, "admin.key"));
        await WriteAsync(path, secret, cancellationToken);
        var batch = new LogBatch(Guid.NewGuid(), JsonSerializer.SerializeToUtf8Bytes(key, ApiKeyJson.Default.ApiKey));
        if (await store.AppendAsync(Log, 1, batch, null, cancellationToken) == AppendResult.Stored)
        {
            LogAdminKey(path);
        }
        else
        {
            // Another process of the cluster was first: its file holds the key.
            File.Delete(path);
        }

        await ReadAsync(cancellationToken);
    }

    private static async Task WriteAsync(string path, string secret, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = OwnerOnly;
        }

        await using var file = new FileStream(path, create);
        await file.WriteAsync(Encoding.ASCII.GetBytes(secret + "\n"), cancellationToken);
        file.Flush(flushToDisk: true);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var keys = new Dictionary<string, ApiKey>(StringComparer.Ordinal);
        await foreach (var entry in store.ReadAsync(Log, 1, cancellationToken))
        {
            var key = JsonSerializer.Deserialize(entry.Payload.Span, ApiKeyJson.Default.ApiKey)!;
            keys[key.Hash] = key;
        }

        _byHash = keys.ToFrozenDictionary(StringComparer.Ordinal);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "This installation had no keys. An admin key was created; it is in {Path}, readable by its owner only.")]
    private partial void LogAdminKey(string path);
}
