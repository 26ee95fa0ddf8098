using System.Text;
using Alerting.Access;
using Alerting.Grains.Access;
using Alerting.Server.Hosting;
using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Microsoft.Extensions.Options;

namespace Alerting.Server.Access;

/// <summary>
/// The file with an admin key, which only its owner can read: made by the first start of an installation, and by the command
/// <c>admin-key</c> when all keys are lost. Written to the log before the silo runs.
/// </summary>
internal sealed partial class AdminKeyFile(
    ILogStore store, IOptions<AlertingOptions> options, TimeProvider clock, ILogger<AdminKeyFile> logger)
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string Name = "admin.key";

    private const int RetriesPerMessage = 20;
    private static readonly TimeSpan s_storeRetry = TimeSpan.FromMilliseconds(500);

    private readonly KeyLog _log = new(store);

    private string FinalPath => Path.GetFullPath(Path.Combine(options.Value.DataDirectory, Name));

    /// <summary>
    /// As soon as the store answers: where there has never been a key, creates one and writes it to the file; where there has,
    /// gives a file that a crash left behind its name.
    /// </summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await TryEnsureAsync(cancellationToken);
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

    /// <summary>Adds another admin key, and writes it to the file in place of the one that is there.</summary>
    /// <returns>Path of the file.</returns>
    /// <exception cref="LogStoreUnavailableException">The store cannot be reached.</exception>
    public async Task<string> ReplaceAsync(CancellationToken cancellationToken)
    {
        var (key, secret) = New("admin by command");
        await WriteAsync(Hidden(key.Id), secret, cancellationToken);
        await _log.AddAsync(key, cancellationToken);
        File.Move(Hidden(key.Id), FinalPath, overwrite: true);
        return FinalPath;
    }

    private async Task TryEnsureAsync(CancellationToken cancellationToken)
    {
        var ids = await _log.IdsAsync(cancellationToken);
        if (ids.Count > 0)
        {
            foreach (var id in ids)
            {
                Reveal(id);
            }

            return;
        }

        // The file first, under a name of its own, for processes that start at once may share the folder: a crash
        // between the two leaves a file that the next start reveals or removes, never a key that nobody has.
        var (key, secret) = New("first admin");
        await WriteAsync(Hidden(key.Id), secret, cancellationToken);
        if (await _log.TryAddFirstAsync(key, cancellationToken))
        {
            Reveal(key.Id);
        }
        else
        {
            // Another process of the cluster was first, and its file contains the key.
            File.Delete(Hidden(key.Id));
        }
    }

    private (StoredKey Key, string Secret) New(string name)
    {
        var secret = Secret.NewKey();
        var now = clock.GetUtcNow();
        return (
            new StoredKey
            {
                Id = Ulid.NewUlid(now).ToString(),
                Name = name,
                Hash = Secret.HashOf(secret),
                Roles = [Role.Admin],
                Regions = [],
                CreatedAt = now,
            },
            secret);
    }

    private string Hidden(string id) => $"{FinalPath}.{id}";

    /// <summary>Gives the file of a stored key its final name.</summary>
    private void Reveal(string id)
    {
        var hidden = Hidden(id);
        if (File.Exists(hidden))
        {
            File.Move(hidden, FinalPath, overwrite: true);
            LogAdminKey(FinalPath);
        }
    }

    private static async Task WriteAsync(string path, string secret, CancellationToken cancellationToken)
    {
        OwnerOnly.CreateDirectory(Path.GetDirectoryName(path)!);
        await using var file = OwnerOnly.Open(path, FileMode.CreateNew, FileShare.None);
        await file.WriteAsync(Encoding.ASCII.GetBytes(secret + "\n"), cancellationToken);
        file.Flush(flushToDisk: true);
    }

    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Warning,
        Message = "This installation had no keys. An admin key was created; it is in {Path}, readable by its owner only.")]
    private partial void LogAdminKey(string path);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Waiting for the store: {Problem}")]
    private partial void LogWaiting(string problem);
}
