using Alerting.Storage.Health;
using Alerting.Storage.Logs;
using Microsoft.Data.Sqlite;

namespace Alerting.Storage.Sqlite;

/// <summary>Opens the file for the first time in this process, and decides whether it is the right one.</summary>
internal sealed class SqliteOpening(SqliteLogStoreOptions options, LogStoreHealth health)
{
    private readonly StoreMarkFile _markFile = new(options.MarkPath);
    private readonly List<string> _warnings = [];
    private readonly string _store = $"The log store '{options.Path}'";

    /// <exception cref="LogStoreUnavailableException">It cannot be opened.</exception>
    /// <exception cref="LogStoreUnusableException">It is another one, has less in it, or is damaged.</exception>
    public OpenedStore Open()
    {
        try
        {
            var known = ReadMark();
            if (known is { } mark && !options.AcceptLoss && new FileInfo(options.Path) is not { Exists: true, Length: > 0 })
            {
                // Before anything is created, so that what is left can still serve to restore the rest.
                throw StoreLoss.Of(_store, mark, null)!;
            }

            ProtectFiles();
            using var connection = SqliteSchema.OpenWriter(options);
            var database = connection.Handle!;
            SqliteSchema.CheckVersion(database, options.Path);
            var found = SqliteIdentity.Find(database);
            var id = Identify(known, found);
            var lastSnapshotId = SqliteSchema.Prepare(database, id == found?.StoreId ? null : id);
            var opened = new StoreMark(id, SqliteIdentity.Position(database));
            _markFile.Write(opened);
            return new OpenedStore(opened, lastSnapshotId);
        }
        catch (SqliteException exception)
        {
            throw SqliteFailure.Of(exception, options.Path, $"be opened ('{options.Path}')");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LogStoreUnavailableException($"The log store '{options.Path}' could not be opened: {exception.Message}", exception);
        }
    }

    private StoreMark? ReadMark()
    {
        try
        {
            return _markFile.Read();
        }
        catch (InvalidDataException exception)
        {
            // The file system has lost the content: it is certain that there was a store, but only that file could
            // say which one.
            if (!options.AcceptLoss && new FileInfo(options.Path) is not { Exists: true, Length: > 0 })
            {
                throw StoreLoss.Lost($"{_store} is empty, but {exception.Message}", exception);
            }

            _warnings.Add(exception.Message);
            return null;
        }
    }

    private void ProtectFiles()
    {
        // SQLite gives the files beside it the same permissions.
        OwnerOnly.Open(options.Path, FileMode.OpenOrCreate, FileShare.ReadWrite).Dispose();
        string[] files = [options.Path, options.Path + "-wal", options.Path + "-shm", options.MarkPath, options.Path + ".lock"];
        _warnings.AddRange(files.Select(OwnerOnly.Tighten).OfType<string>());
        health.Warn(_warnings);
    }

    private Guid Identify(StoreMark? known, StoreMark? found)
    {
        if (known is { } mark && StoreLoss.Of(_store, mark, found) is { } lost)
        {
            if (!options.AcceptLoss)
            {
                throw lost;
            }

            health.Accepted(lost.Message);

            // Where a loss is accepted, the store gets a new identity: a mark of the old one must not fit the new
            // one.
            return found is { } other && other.StoreId != mark.StoreId ? other.StoreId : Guid.NewGuid();
        }

        if (found is { } same)
        {
            return same.StoreId;
        }

        var id = Guid.NewGuid();
        health.Created(id);
        return id;
    }
}

/// <param name="Mark">Identity and position of the store.</param>
/// <param name="LastSnapshotId">The highest snapshot id in use.</param>
internal readonly record struct OpenedStore(StoreMark Mark, long LastSnapshotId);
