using Alerting.Storage.Logs;
using Alerting.Storage.Redis;
using Alerting.Storage.Tests.Conformance;

namespace Alerting.Storage.Tests.Redis;

public sealed class RedisConformanceTests(RedisUnderTest redis) : LogStoreConformance
{
    private readonly string _prefix = $"test-{Guid.NewGuid():N}";

    private protected override Task<ILogStore> OpenAsync() => Task.FromResult<ILogStore>(
        new RedisLogStore(new RedisLogStoreOptions { Configuration = redis.Configuration, KeyPrefix = _prefix }));
}
