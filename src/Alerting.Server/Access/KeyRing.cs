using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Alerting.Server.Hosting;
using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Access;

/// <summary>
/// The valid keys, which have a log of their own. The first start of an installation creates a key for an admin. A key that
/// another process has created is read when it is first used here.
/// </summary>
internal sealed partial class KeyRing(
    ILogStore store,
    IOptions<AlertingOptions> options,
    TimeProvider clock,
    ILogger<KeyRing> logger)
    : IDisposable
{
    private const string Log = "keys";

    // An unknown key makes the store be read, but no more often than this, however many keys are guessed.
    private static readonly TimeSpan s_minTimeBetweenReads = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_storeRetry = TimeSpan.FromMilliseconds(500);
    private const int RetriesPerMessage = 20;

    private readonly SemaphoreSlim _reading = new(1, 1);
    private FrozenDictionary<string, ApiKey> _byHash = FrozenDictionary<string, ApiKey>.Empty;
    private long _next = 1;
    private long _readAt;
    private long _version;

    private bool IsFresh => clock.GetElapsedTime(Volatile.Read(ref _readAt)) < s_minTimeBetweenReads;

    /// <summary>Grows whenever the valid keys have changed.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>
    /// The key with this secret, or null. While the store is away, the keys read before are the valid ones: none can be created
    /// meanwhile, and one that another process created just before is found when the store is back.
    /// </summary>
    /// <exception cref="LogStoreUnavailableException">The store is away and the keys were never read.</exception>
    public async ValueTask<ApiKey?> FindAsync(string secret, CancellationToken cancellationToken)
    {
        if (!ApiKey.IsKey(secret))
        {
            return null;
        }

        var hash = ApiKey.HashOf(secret);
        if (_byHash.TryGetValue(hash, out var key) || IsFresh)
        {
            return key;
        }

        try
        {
            await ReadAsync(cancellationToken, unlessFresh: true);
        }
        catch (Exception exception) when (exception is LogStoreUnavailableException or TimeoutException && _byHash.Count > 0)
        {
            // Without the store, the keys read before stay valid.
        }

        return _byHash.GetValueOrDefault(hash);
    }

    /// <summary>
    /// Reads the keys as soon as the store answers. If there are none, creates an admin key and writes it to a file that only its
    /// owner can read.
    /// </summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await TryLoadAsync(cancellationToken);
                return;
            }
            catch (LogStoreUnavailableException exception) when (exception is not LogStoreUnusableException)
            {
                // A process that starts together with its store waits for it.
                if (tries % RetriesPerMessage == 0)
                {
                    LogWaiting(exception.Message);
                }

                await Task.Delay(s_storeRetry, clock, cancellationToken);
            }
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task TryLoadAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        var path = Path.GetFullPath(Path.Combine(options.Value.DataDirectory, "admin.key"));
        if (_byHash.Count > 0)
        {
            foreach (var known in _byHash.Values)
            {
                Reveal(known, path);
            }

            return;
        }

        var secret = ApiKey.NewSecret();
        var now = clock.GetUtcNow();
        var key = new ApiKey(Ulid.NewUlid(now).ToString(), "first admin", ApiKey.HashOf(secret), [Roles.Admin], [], now);

        // The file first, under a name of its own, for processes that start at once may share the folder: a crash
        // between the two leaves a file that the next start reveals or removes, never a key that nobody has.
        await WriteAsync(Hidden(key, path), secret, cancellationToken);
        var batch = new LogBatch(Guid.NewGuid(), JsonSerializer.SerializeToUtf8Bytes(key, ApiKeyJson.Default.ApiKey));
        if (await store.AppendAsync(Log, 1, batch, null, cancellationToken) == AppendResult.Refused)
        {
            // Another process of the cluster was first, and its file contains the key.
            File.Delete(Hidden(key, path));
        }

        await ReadAsync(cancellationToken);
        Reveal(key, path);
    }

    private static string Hidden(ApiKey key, string path) => $"{path}.{key.Id}";

    /// <summary>Gives the file of a stored key its final name.</summary>
    private void Reveal(ApiKey key, string path)
    {
        var hidden = Hidden(key, path);
        if (File.Exists(hidden))
        {
            File.Move(hidden, path, overwrite: true);
            LogAdminKey(path);
        }
    }

    private static async Task WriteAsync(string path, string secret, CancellationToken cancellationToken)
    {
        OwnerOnly.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = OwnerOnly.Open(path, FileMode.CreateNew, FileShare.None);
        await file.WriteAsync(Encoding.ASCII.GetBytes(secret + "\n"), cancellationToken);
        file.Flush(flushToDisk: true);
    }

    /// <param name="unlessFresh">Does nothing if another caller has just read, or tried to.</param>
    private async Task ReadAsync(CancellationToken cancellationToken, bool unlessFresh = false)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (unlessFresh && IsFresh)
            {
                return;
            }

            Dictionary<string, ApiKey>? keys = null;
            await foreach (var entry in store.ReadAsync(Log, _next, cancellationToken))
            {
                var key = JsonSerializer.Deserialize(entry.Payload.Span, ApiKeyJson.Default.ApiKey)!;
                (keys ??= new Dictionary<string, ApiKey>(_byHash, StringComparer.Ordinal))[key.Hash] = key;
                _next = entry.Sequence + 1;
            }

            if (keys is not null)
            {
                _byHash = keys.ToFrozenDictionary(StringComparer.Ordinal);
                Interlocked.Increment(ref _version);
            }
        }
        finally
        {
            Volatile.Write(ref _readAt, clock.GetTimestamp());
            _reading.Release();
        }
    }

    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Warning,
        Message = "This installation had no keys. An admin key was created; it is in {Path}, readable by its owner only.")]
    private partial void LogAdminKey(string path);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Waiting for the store: {Problem}")]
    private partial void LogWaiting(string problem);
}
