using Microsoft.AspNetCore.DataProtection;

namespace Rokt.EventApi.Outbox.Storage;

/// <summary>Turns the body of a request into what is stored, and back.</summary>
/// <param name="account">The account, to which and to whose row a payload that is encrypted is bound: moved to another, it cannot be read.</param>
/// <param name="protector">Reads what is encrypted; null where the application has no Data Protection.</param>
/// <param name="options">Whether what is written is encrypted, and whether what is not encrypted is read.</param>
internal sealed class PayloadCodec(string account, IDataProtector? protector, OutboxOptions options)
{
    private const int Plain = 1;
    private const int Protected = 2;

    /// <exception cref="OutboxException">It cannot be encrypted.</exception>
    public NewRow Write(Guid id, byte[] body, long now)
    {
        if (!options.ProtectPayloads)
        {
            return new NewRow(id, body, Plain, now);
        }

        try
        {
            return new NewRow(id, For(protector!, id).Protect(body), Protected, now);
        }
        catch (Exception exception)
        {
            throw new OutboxException("The conversion cannot be encrypted: see whether the keys of ASP.NET Core Data Protection can be reached.", exception);
        }
    }

    public PayloadState TryRead(OutboxRow row, out PreparedConversion? conversion)
    {
        conversion = null;
        try
        {
            switch (row.Version)
            {
                case OutboxRow.Damaged:
                    return PayloadState.Damaged;
                case Plain when options is { ProtectPayloads: true, AllowUnencryptedPayloads: false }:
                    return PayloadState.NotEncrypted;
                case Plain:
                    conversion = PreparedConversion.FromBody(row.Payload);
                    return PayloadState.Readable;
                case Protected when protector is not null:
                    conversion = PreparedConversion.FromBody(For(protector, row.Id).Unprotect(row.Payload));
                    return PayloadState.Readable;
                default:
                    return PayloadState.Unavailable;
            }
        }
        catch (FormatException)
        {
            return PayloadState.Damaged;
        }
        catch (Exception)
        {
            // Whatever Data Protection meets (a share that is away, a store of keys that fails), another time it may not.
            return PayloadState.Unavailable;
        }
    }

    private IDataProtector For(IDataProtector of, Guid id) => of.CreateProtector($"account {account}", $"row {id}");
}
