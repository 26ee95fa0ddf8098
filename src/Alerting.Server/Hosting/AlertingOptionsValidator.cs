using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace Alerting.Server.Hosting;

/// <summary>Refuses settings at start that would fail later, or split a cluster.</summary>
internal sealed class AlertingOptionsValidator : IValidateOptions<AlertingOptions>
{
    public ValidateOptionsResult Validate(string? name, AlertingOptions options)
    {
        var faults = new List<string>();
        if (!Duration.TryParse(options.Retention, out _))
        {
            faults.Add("Alerting:Retention must be an ISO 8601 duration such as P7300D.");
        }

        if (!Duration.TryParse(options.LedgerRetention, out var ledger) || ledger.Ticks == 0)
        {
            faults.Add("Alerting:LedgerRetention must be an ISO 8601 duration above zero such as P400D.");
        }

        if (options.TrustedProxies.FirstOrDefault(static proxy => TrustedProxies.Parse(proxy) is null) is { } wrong)
        {
            faults.Add($"{TrustedProxies.Setting}: '{wrong}' is no address and no network such as 10.0.0.0/8.");
        }

        var results = new List<ValidationResult>();
        if (!Validator.TryValidateObject(options.Cluster, new ValidationContext(options.Cluster), results, validateAllProperties: true))
        {
            faults.AddRange(results.Select(static r => "Alerting:Cluster: " + r.ErrorMessage));
        }

        if (!string.IsNullOrEmpty(options.Redis))
        {
            CheckCluster(options.Redis, options.Cluster, faults);
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    /// <summary>The address of the host, or null when it has none.</summary>
    public static IPAddress? AddressOf(string? host)
    {
        if (string.IsNullOrEmpty(host))
        {
            return IPAddress.Loopback;
        }

        if (IPAddress.TryParse(host, out var address))
        {
            return address;
        }

        try
        {
            var addresses = Dns.GetHostAddresses(host);
            return Array.Find(addresses, static a => a.AddressFamily == AddressFamily.InterNetwork) ?? addresses.FirstOrDefault();
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static void CheckCluster(string redis, ClusterOptions cluster, List<string> faults)
    {
        ConfigurationOptions? parsed = null;
        try
        {
            parsed = ConfigurationOptions.Parse(redis);
        }
        catch (ArgumentException exception)
        {
            faults.Add($"Alerting:Redis is not a StackExchange.Redis configuration: {exception.Message}");
        }

        if (parsed is { EndPoints.Count: 0 })
        {
            faults.Add("Alerting:Redis names no server.");
        }

        if (!string.IsNullOrEmpty(cluster.Tls.Certificate) && new ClusterCertificate(cluster.Tls).Fault() is { } tls)
        {
            faults.Add(tls);
        }

        if (cluster.SiloPort != 0 && cluster.SiloPort == cluster.GatewayPort)
        {
            faults.Add("Alerting:Cluster:SiloPort and :GatewayPort must differ.");
        }

        if (AddressOf(cluster.AdvertisedHost) is not { } address || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            faults.Add(
                $"Alerting:Cluster:AdvertisedHost '{cluster.AdvertisedHost}' must be an address or a host name that resolves to one.");
        }
        else if (parsed is not null && string.IsNullOrEmpty(cluster.AdvertisedHost) && !parsed.EndPoints.All(IsLoopback))
        {
            // Silos on several machines that all claim to be 127.0.0.1 would take each other's place.
            faults.Add("Alerting:Cluster:AdvertisedHost is needed when Redis is on another host: "
                + "the address under which the other processes reach this one.");
        }
    }

    private static bool IsLoopback(EndPoint endpoint) => endpoint switch
    {
        IPEndPoint ip => IPAddress.IsLoopback(ip.Address),
        DnsEndPoint dns => dns.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase),
        _ => true,
    };
}
