using Alerting.Storage.Logs;
using Alerting.Storage.Sqlite;
using Alerting.Storage.Tests.Conformance;

namespace Alerting.Storage.Tests.Sqlite;

public sealed class SqliteConformanceTests : LogStoreConformance
{
    private readonly TemporaryDirectory _directory = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _directory.Dispose();
    }

    private protected override Task<ILogStore> OpenAsync() =>
        Task.FromResult<ILogStore>(
            new SqliteLogStore(new SqliteLogStoreOptions { Path = _directory.File("logs.db"), CheckpointPages = 4 }));
}
