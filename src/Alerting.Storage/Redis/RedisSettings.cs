using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace Alerting.Storage.Redis;

/// <summary>What the settings of the Redis server promise about data, as far as it reveals them.</summary>
/// <param name="Unsafe">Why the server must not be written; null when there is no reason.</param>
/// <param name="Warnings">How confirmed appends may be lost.</param>
internal sealed record RedisSettings(string? Unsafe, IReadOnlyList<string> Warnings)
{
    /// <exception cref="RedisException">The server cannot be asked.</exception>
    public static async Task<RedisSettings> ReadAsync(IConnectionMultiplexer multiplexer, CancellationToken cancellationToken)
    {
        string? refusal = null;
        var warnings = new List<string>();
        if (multiplexer.GetEndPoints(configuredOnly: true).Length > 1)
        {
            warnings.Add("Several Redis servers are configured: when another takes over it may lack what was answered for last.");
        }

        foreach (var server in multiplexer.GetServers().Where(static s => s is { IsConnected: true, IsReplica: false }))
        {
            try
            {
                refusal ??= await CheckAsync(server, warnings).WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (RedisServerException exception)
            {
                // Managed servers forbid the command.
                warnings.Add($"The settings of Redis at {Named(server)} cannot be checked ({exception.Message}): "
                    + "it must not evict keys, and only with 'appendonly yes' and 'appendfsync always' "
                    + "nothing that was answered for is lost.");
            }
        }

        return new RedisSettings(refusal, warnings);
    }

    private static async Task<string?> CheckAsync(IServer server, List<string> warnings)
    {
        var replication = await server.InfoAsync("replication").ConfigureAwait(false);
        var replicas = replication.SelectMany(static group => group).FirstOrDefault(static pair => pair.Key == "connected_slaves").Value;
        if (int.TryParse(replicas, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0)
        {
            warnings.Add(
                $"Redis at {Named(server)} has {number} replicas, which follow later: a failover may lose what was answered for last.");
        }

        var appendOnly = await SettingAsync(server, "appendonly").ConfigureAwait(false);
        var forced = await SettingAsync(server, "appendfsync").ConfigureAwait(false);
        if (appendOnly != "yes" || forced != "always")
        {
            warnings.Add(
                $"Redis at {Named(server)} runs with 'appendonly {appendOnly}' and 'appendfsync {forced}': "
                + "what was answered for may be lost with it. "
                + "Set 'appendonly yes' and 'appendfsync always', or Alerting:Redis:AcceptLoss = true.");
        }

        var memory = await SettingAsync(server, "maxmemory").ConfigureAwait(false);
        var policy = await SettingAsync(server, "maxmemory-policy").ConfigureAwait(false);
        return memory is not ("0" or "") && policy is not ("noeviction" or "")
            ? $"Redis at {Named(server)} removes stored facts when its memory is full ('maxmemory {memory}', 'maxmemory-policy {policy}'): "
                + "set 'maxmemory-policy noeviction'."
            : null;
    }

    private static async Task<string> SettingAsync(IServer server, string name)
    {
        var answer = await server.ConfigGetAsync(name).ConfigureAwait(false);
        return answer is [var setting, ..] ? setting.Value : "";
    }

    private static string Named(IServer server) => server.EndPoint switch
    {
        DnsEndPoint dns => $"{dns.Host}:{dns.Port}",
        var other => other.ToString() ?? "",
    };
}
