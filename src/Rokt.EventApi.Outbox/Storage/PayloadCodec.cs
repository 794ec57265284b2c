using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Rokt.EventApi.Outbox.Storage;

/// <summary>Turns the body of a request into what is stored, and back.</summary>
internal sealed class PayloadCodec(IDataProtector? protector)
{
    private const int Plain = 1;
    private const int Protected = 2;

    public NewRow Write(byte[] body, long now) =>
        protector is null ? new NewRow(body, Plain, now) : new NewRow(protector.Protect(body), Protected, now);

    /// <summary>Returns the body, or null when it cannot be read: it is damaged, or its key is lost.</summary>
    public byte[]? Read(OutboxRow row)
    {
        try
        {
            return row.Version switch
            {
                Plain when row.Payload is [(byte)'{', .., (byte)'}'] => row.Payload,
                Protected => protector?.Unprotect(row.Payload),
                _ => null,
            };
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
