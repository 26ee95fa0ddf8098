namespace Alerting.Cluster.Tests.Faults;

internal enum Fault
{
    /// <summary>kill -9 of a silo, which is started again once its regions answer elsewhere.</summary>
    KillSilo,

    /// <summary>A silo stands still for longer than the others believe it alive, and then goes on.</summary>
    FreezeSilo,

    /// <summary>SIGTERM of a silo and a new start, as in a rolling upgrade.</summary>
    RestartSilo,

    /// <summary>kill -9 of Redis and a new start on its file.</summary>
    KillRedis,

    /// <summary>All connections to Redis are cut.</summary>
    CutRedisConnections,

    /// <summary>Redis stands still for some seconds.</summary>
    FreezeRedis,

    /// <summary>Redis has no memory left for two seconds.</summary>
    FillRedis,

    /// <summary>kill -9 of all silos at once.</summary>
    KillAllSilos,

    /// <summary>The clock of a silo is five days ahead until it has said so.</summary>
    ClockAhead,

    /// <summary>The clock of a silo is set back two minutes, and right again later.</summary>
    ClockBack,
}
